import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  answersShort,
  behind,
  fails,
  findsTooLarge,
  Gate,
  givesNoAnswer,
  losesItsAnswer,
  refuses,
  takesAll,
} from '../test/fake-elasticsearch.ts'
import { startStreamWorker } from '../test/stream-worker-harness.ts'
import { tinyRecord } from '../test/tiny-processor.ts'

type Harness = ReturnType<typeof startStreamWorker>

/** What may happen next; the model makes of it what is possible. */
type Step =
  | { readonly kind: 'deliver'; readonly partition: number; readonly count: number }
  | { readonly kind: 'answer'; readonly how: keyof typeof answers }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'rejoin' }
  | { readonly kind: 'refuse commits' }

const answers = {
  all: takesAll,
  lost: losesItsAnswer,
  short: answersShort,
  'server error': () => fails(503),
  'too large': findsTooLarge,
  'no connection': () => givesNoAnswer('no-connection'),
  'some rejected': () => refuses({ 'e-0-3': [429, 'x'], 'e-1-1': [503, 'y'] }),
  'one refused': () => refuses({ 'e-0-4': [400, 'document_parsing_exception'] }),
} as const

const partitions = [0, 1, 2]

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      partition: fc.constantFrom(...partitions),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      how: fc.constantFrom(...(Object.keys(answers) as (keyof typeof answers)[])),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(0, 50, 150, 1000, 25_000),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'open' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rejoin' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'refuse commits' } as const) },
)

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** The log: every seventh record is no event. */
const recordAt = (partition: number, offset: number) => {
  const isBad = offset % 7 === 6
  return tinyRecord(offset, isBad ? { partition, value: 'no event' } : { partition })
}

class Model {
  readonly #harness: Harness
  readonly #gates: Gate[] = []
  readonly #next = new Map<number, number>()
  readonly #ends = new Map<number, number>()

  constructor(harness: Harness) {
    this.#harness = harness
    this.#rejoin()
  }

  async take(next: Step): Promise<void> {
    switch (next.kind) {
      case 'deliver':
        this.#deliver(next.partition, next.count)
        return
      case 'answer': {
        const gate = new Gate()
        this.#gates.push(gate)
        this.#harness.elasticsearch.script(behind(gate, answers[next.how]()))
        return
      }
      case 'pass':
        await vi.advanceTimersByTimeAsync(next.ms)
        return
      case 'open':
        this.#openAny()
        return
      case 'rejoin':
        this.#rejoin()
        return
      case 'refuse commits':
        this.#harness.source.refuseCommits(1)
        return
    }
  }

  /** Nothing bad happens any more: everything must be durable and committed. */
  async comeToRest(): Promise<void> {
    for (const gate of this.#gates) gate.open()
    await vi.advanceTimersByTimeAsync(60_000)
    for (const partition of partitions) this.#deliver(partition, 0)
    await vi.advanceTimersByTimeAsync(60_000)
  }

  /** What must hold at every moment. */
  check(): void {
    const { elasticsearch, source, unaccounted } = this.#harness
    expect(unaccounted).toBe(0)
    const there = new Set(elasticsearch.ids)
    for (const [partition, committed] of source.committed) {
      for (let offset = 0; offset < committed; offset += 1) {
        const [event, letter] = [`e-${partition}-${offset}`, `test.tiny-${partition}-${offset}`]
        const isDone = there.has(event) || there.has(letter)
        expect(isDone, `${partition}/${offset}, committed ${committed}`).toBe(true)
      }
    }
  }

  checkEnd(): void {
    const { elasticsearch, source, worker } = this.#harness
    let count = 0
    for (const [partition, end] of this.#ends) {
      expect(source.committed.get(partition)).toBe(end)
      count += end
    }
    // A document that was refused once may be taken when its record comes again: then it is both.
    expect(elasticsearch.documents.size).toBeGreaterThanOrEqual(count)
    expect(worker.stats().outcomes.inFlight).toBe(0)
    expect(worker.stats().troubles).toEqual([])
  }

  /** Up to an end that only grows; after a rejoin also what was not committed. */
  #deliver(partition: number, count: number): void {
    const from = this.#next.get(partition) ?? 0
    const to = Math.max(this.#ends.get(partition) ?? 0, from + count)
    if (to === from) return
    this.#ends.set(partition, to)
    this.#next.set(partition, to)
    const offsets = Array.from({ length: to - from }, (_, at) => from + at)
    this.#harness.source.deliver(offsets.map((offset) => recordAt(partition, offset)))
  }

  #openAny(): void {
    const at = Math.floor(this.#gates.length / 2)
    this.#gates.splice(at, 1)[0]?.open()
  }

  #rejoin(): void {
    const { source } = this.#harness
    source.join(...partitions)
    for (const partition of partitions) {
      this.#next.set(partition, source.committed.get(partition) ?? 0)
    }
  }
}

describe('a worker', () => {
  it('commits nothing that is not durable and ends with all, whatever is answered when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const harness = startStreamWorker()
        const model = new Model(harness)
        for (const next of steps) {
          await model.take(next)
          model.check()
        }
        await model.comeToRest()
        model.check()
        model.checkEnd()
        const stopped = harness.stop()
        await vi.advanceTimersByTimeAsync(10_000)
        await stopped
      }),
      { seed: 4, numRuns: 150 },
    )
  }, 60_000)
})
