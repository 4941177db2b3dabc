import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LogRecord } from '../../contracts/processor.ts'
import { EpochMs } from '../../contracts/time.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type CountingEvent, countingProcessor, countingRecord, countingTopic } from '../../test/counting-processor.ts' // prettier-ignore
import { startStreamWorker } from '../../test/stream-worker-harness.ts'
import { isSame } from '../audit/canonical.ts'
import { Refold } from '../audit/refold.ts'
import { writeStateDocument } from '../state-document.ts'
import { Chance } from '../../test/simulation/chance.ts'
import { type RetentionFloors } from './floors.ts'

const idsMax = 2
const processor = countingProcessor({ partitions: 1, idsMax })
const floor = '2026-02-01T00:00:00.000Z'
/** Records that are appended from here on are folded by the floor. */
const from = EpochMs.parse(Date.UTC(2026, 4, 1))
const floors: RetentionFloors = [{ floor, from }]
const [beforeFloor, sinceFloor] = [Date.UTC(2026, 0, 10), Date.UTC(2026, 2, 10)]

class FakeFloors {
  reads = 0
  floors: RetentionFloors = []
  failures: Error[] = []

  read(): Promise<RetentionFloors> {
    this.reads += 1
    const failure = this.failures.shift()
    return failure === undefined ? Promise.resolve(this.floors) : Promise.reject(failure)
  }
}

let started: ReturnType<typeof startStreamWorker>[] = []

function start() {
  const floorSource = new FakeFloors()
  const harness = startStreamWorker({ processor, floorSource, topic: countingTopic })
  started.push(harness)
  harness.source.join(0)
  return { ...harness, floorSource }
}

/** A record that is appended before or after the floor is in force. */
function record(offset: number, event: CountingEvent | undefined, isAfter: boolean): LogRecord {
  const appendTime = EpochMs.parse(from + (isAfter ? offset : offset - 1_000_000))
  return { ...countingRecord({ partition: 0, offset }, 'k', event), appendTime }
}

const event = (id: string, timeMs: number): CountingEvent => ({ id, timeMs, amount: 1 })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  for (const { unaccounted } of started) expect(unaccounted).toBe(0)
  started = []
  vi.useRealTimers()
})
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('an event below the floor', () => {
  it('is in its read model and has no document and no activity: it is filtered', async () => {
    const { source, elasticsearch, worker, floorSource } = start()
    floorSource.floors = floors

    source.deliver([record(0, event('old', beforeFloor), true), record(1, event('new', sinceFloor), true)]) // prettier-ignore
    await pass(3000)

    expect(worker.stats().outcomes).toMatchObject({ filtered: 1, applied: 1, inFlight: 0 })
    expect(elasticsearch.ids).not.toContain('old')
    expect(elasticsearch.ids.filter((id) => id.includes('window'))).toHaveLength(1)
    expect(elasticsearch.find({ index: 'tally-counted-totals-v1', id: 'k' })?.source).toMatchObject({ count: 2, total: 2 }) // prettier-ignore
    expect(source.committed.get(0)).toBe(2)
  })

  it('that was appended before the floor was in force has its document', async () => {
    const { source, elasticsearch, worker, floorSource } = start()
    floorSource.floors = floors

    source.deliver([record(0, event('old', beforeFloor), false)])
    await pass(3000)

    expect(elasticsearch.ids).toContain('old')
    expect(worker.stats().outcomes).toMatchObject({ filtered: 0, applied: 1 })
  })

  it('is taken for a repetition when only its document could tell, and is not counted twice', async () => {
    const { source, elasticsearch, worker, floorSource } = start()
    const first = ['a', 'b', 'c', 'd'].map((id, at) => record(at, event(id, beforeFloor + at), false)) // prettier-ignore
    source.deliver(first)
    await pass(3000)
    floorSource.floors = floors
    // As retention does.
    for (const key of elasticsearch.documents.keys()) {
      if (key.startsWith('tally-counted-events')) elasticsearch.documents.delete(key)
    }
    await pass(10_000)

    source.deliver([record(4, event('a', beforeFloor), true), record(5, event('late', beforeFloor), true)]) // prettier-ignore
    await pass(3000)

    expect(worker.stats().outcomes).toMatchObject({ duplicate: 2, applied: 4 })
    expect(elasticsearch.find({ index: 'tally-counted-totals-v1', id: 'k' })?.source).toMatchObject({ count: 4 }) // prettier-ignore
  })
})

describe('a worker', () => {
  it('looks up the floors before it folds, when it knows them for more than some seconds', async () => {
    const { source, elasticsearch, floorSource } = start()
    source.deliver([record(0, event('a', sinceFloor), false)])
    await pass(1000)
    source.deliver([record(1, event('b', sinceFloor), false)])
    await pass(1000)
    expect(floorSource.reads).toBe(1)

    // Frozen, and the floor was raised meanwhile.
    floorSource.floors = floors
    await pass(3_600_000)
    source.deliver([record(2, event('old', beforeFloor), true)])
    await pass(3000)

    expect(floorSource.reads).toBe(2)
    expect(elasticsearch.ids).not.toContain('old')
  })

  it('folds nothing while it cannot look them up, says so, and goes on', async () => {
    const { source, elasticsearch, floorSource, worker } = start()
    const away = () => new PipelineError({ code: 'elasticsearch.unreachable', message: 'x', action: 'y' }) // prettier-ignore
    floorSource.failures = [away(), away(), away(), away(), away()]

    source.deliver([record(0, event('a', sinceFloor), true)])
    await pass(1000)
    const during = [elasticsearch.ids, worker.stats().troubles.length, [...source.paused]]
    await pass(20_000)

    expect(during).toEqual([[], 1, [0]])
    expect(elasticsearch.ids).toContain('a')
    expect(worker.stats().troubles).toEqual([])
  })
})

describe('the fold by floors', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'gives what the refold of an audit gives, with seed %i',
    async (seed) => {
      const chance = new Chance(seed)
      const { source, elasticsearch, floorSource, worker } = start()
      const sent: CountingEvent[] = []
      const records = Array.from({ length: 120 }, (_, offset) => {
        const isRepeated = sent.length > 0 && chance.isTrue(0.3)
        const timeMs =
          (chance.isTrue(0.5) ? beforeFloor : sinceFloor) + chance.below(40) * 3_600_000
        const it = isRepeated ? (chance.pick(sent) ?? sent[0]) : event(`e-${offset}`, timeMs)
        if (it !== undefined) sent.push(it)
        return record(offset, chance.isTrue(0.05) ? undefined : it, offset >= 60)
      })
      // Known long before it is in force.
      floorSource.floors = floors
      for (let at = 0; at < records.length; at += 10) {
        source.deliver(records.slice(at, at + 10))
        await pass(chance.below(7000))
      }
      await pass(20_000)

      const refold = new Refold({ processor, partitions: 1, indexVersion: 1, floors })
      const decisions = records.map((each) => refold.fold(each))
      const names = decisions.flatMap((decision) => (decision.outcome === 'applied' ? decision.changed : [])) // prettier-ignore
      for (const name of new Set(names)) {
        const expected = writeStateDocument(refold.states.get(name)?.document ?? never())
        expect(isSame(JSON.parse(elasticsearch.documents.get(name) ?? '{}'), expected), name).toBe(true) // prettier-ignore
      }
      const kept = decisions.flatMap(
        (decision) =>
        decision.outcome === 'applied' && decision.document !== undefined ? [decision.document.id] : [], // prettier-ignore
      )
      const written = elasticsearch.ids.filter((id) => id.startsWith('e-'))
      expect(new Set(written)).toEqual(new Set(kept))
      const { applied, filtered, duplicate } = worker.stats().outcomes
      const count = (outcome: string) => decisions.filter((each) => each.outcome === outcome).length
      expect([applied + filtered, duplicate]).toEqual([count('applied'), count('duplicates')])
      refold.close()
    },
  )
})

function never(): never {
  throw new Error('a state that changed is there')
}
