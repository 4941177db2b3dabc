import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EpochMs } from '../../contracts/time.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { startStreamWorker } from '../../test/stream-worker-harness.ts'
import { tinyRecord, tinyRecords } from '../../test/tiny-processor.ts'
import { type Acceptance } from './acceptances.ts'

/** What operators have accepted, as the worker finds it. */
class FakeAcceptances {
  looks = 0
  accepted: readonly Acceptance[] = []
  /** What the next look throws. */
  failure: Error | undefined

  read(): Promise<readonly Acceptance[]> {
    this.looks += 1
    const { failure } = this
    this.failure = undefined
    return failure === undefined ? Promise.resolve(this.accepted) : Promise.reject(failure)
  }

  accept(code?: Acceptance['code'], forMs = 3_600_000): void {
    this.accepted = [{ code, until: EpochMs.parse(Date.now() + forMs) }]
  }
}

const breaker = { sharePercentMax: 50, recordsMin: 10, windowMs: 60_000 }
let started: ReturnType<typeof startStreamWorker>[] = []

function start() {
  const acceptances = new FakeAcceptances()
  const harness = startStreamWorker({ acceptances, limits: { breaker } })
  started.push(harness)
  return { ...harness, acceptances, worker: harness.worker }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  for (const { unaccounted } of started) expect(unaccounted).toBe(0)
  started = []
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const poison = (from: number, to: number, partition = 0) =>
  Array.from({ length: to - from }, (_, at) => tinyRecord(from + at, { partition, value: 'none' }))

describe('a worker that reads dead letters for the most part', () => {
  it('writes nothing more, commits what is done, stays in the group and says so', async () => {
    const { source, elasticsearch, producer, worker, lines } = start()
    source.join(0, 1)
    source.deliver(tinyRecords(0, 4))
    source.deliver(tinyRecords(0, 3, 1))
    await pass(2000)

    source.deliver(poison(4, 20))
    source.deliver(tinyRecords(3, 6, 1))
    await pass(10 * 60_000)

    expect(elasticsearch.ids).toHaveLength(7)
    expect(producer.messages).toEqual([])
    expect([source.committed.get(0), source.committed.get(1)]).toEqual([4, 3])
    expect(source.paused).toEqual(new Set([0, 1]))
    expect(source.isClosed).toBe(false)
    expect(worker.stats().outcomes).toMatchObject({ consumed: 26, applied: 7, inFlight: 19 })
    expect(worker.stats().troubles).toMatchObject([
      { what: 'paused, because most records are dead letters' },
    ])
    expect(worker.stats().troubles[0]?.reason).toContain('16 of the last 23 records are dead letters (16 not-json)') // prettier-ignore
    expect(lines.filter((line) => line.includes('paused, because'))).toHaveLength(1)
  })

  it('goes on when they are accepted, and every record has its outcome', async () => {
    const { source, acceptances, producer, worker } = start()
    source.join(0)
    source.deliver([...poison(0, 16), ...tinyRecords(16, 18)])
    await pass(5000)
    expect(producer.messages).toEqual([])

    acceptances.accept()
    await pass(3000)

    expect(source.committed.get(0)).toBe(18)
    expect(worker.stats().outcomes).toMatchObject({ applied: 2, deadLettered: 16, inFlight: 0 })
    expect(worker.stats().troubles).toEqual([])
    expect(source.paused.size).toBe(0)
  })

  it('does not trip again before the acceptance ends, and then does', async () => {
    const { source, acceptances, worker } = start()
    acceptances.accept(undefined, 60_000)
    source.join(0)
    source.deliver(poison(0, 16))
    await pass(2000)
    source.deliver(poison(16, 32))
    await pass(2000)
    expect(worker.stats().outcomes.deadLettered).toBe(32)

    await pass(60_000)
    source.deliver(poison(32, 48))
    await pass(5000)

    expect(worker.stats().outcomes).toMatchObject({ deadLettered: 32, inFlight: 16 })
  })

  it('counts anew after a reset: what was accepted does not make it trip later', async () => {
    const { source, acceptances, worker } = start()
    acceptances.accept(undefined, 2000)
    source.join(0)
    source.deliver(poison(0, 16))
    await pass(5000)

    source.deliver(poison(16, 21))
    await pass(3000)

    expect(worker.stats().outcomes).toMatchObject({ deadLettered: 21, inFlight: 0 })
  })

  it('goes on by an acceptance of their cause, and not by one of another', async () => {
    const { source, acceptances, worker } = start()
    acceptances.accept('misrouted')
    source.join(0)
    source.deliver(poison(0, 16))
    await pass(5000)
    expect(worker.stats().outcomes.deadLettered).toBe(0)

    acceptances.accept('not-json')
    await pass(2000)

    expect(worker.stats().outcomes.deadLettered).toBe(16)
  })

  it('looks once a second while it waits, also when Elasticsearch is away, and never before', async () => {
    const { source, acceptances, worker } = start()
    source.join(0)
    source.deliver(tinyRecords(0, 5))
    await pass(5000)
    expect(acceptances.looks).toBe(0)

    source.deliver(poison(5, 30))
    await pass(10_000)
    const looks = acceptances.looks
    acceptances.failure = new PipelineError({ code: 'elasticsearch.unreachable', message: 'x', action: 'y' }) // prettier-ignore
    await pass(1000)
    acceptances.accept()
    await pass(3000)

    expect(looks).toBeGreaterThanOrEqual(10)
    expect(looks).toBeLessThanOrEqual(11)
    expect(worker.stats().outcomes.deadLettered).toBe(25)
  })

  it('stops when it may not look for an acceptance', async () => {
    const { source, acceptances, ended } = start()
    const failure = new PipelineError({ code: 'elasticsearch.refused', message: 'x', action: 'y' })
    acceptances.failure = failure
    source.join(0)

    source.deliver(poison(0, 16))
    await pass(100)

    await expect(ended).rejects.toBe(failure)
  })

  it('ends in order while it waits, with a commit of what is done', async () => {
    const { source, stop, elasticsearch } = start()
    source.join(0)
    source.deliver(tinyRecords(0, 4))
    await pass(20)
    source.deliver(poison(4, 20))
    await pass(200)

    const ended = stop()
    await pass(3000)
    await ended

    expect(source.committed.get(0)).toBe(4)
    expect(elasticsearch.ids).toHaveLength(4)
  })

  it('abandons what waits when its run ends; it comes again and waits again', async () => {
    const { source, producer, acceptances, worker } = start()
    source.join(0)
    source.deliver(poison(0, 16))
    await pass(2000)

    source.join(0)
    await pass(1000)
    expect(worker.stats().outcomes).toMatchObject({ abandoned: 16, inFlight: 0 })
    source.deliver(poison(0, 16))
    await pass(2000)
    expect(producer.messages).toEqual([])
    acceptances.accept()
    await pass(3000)

    expect(worker.stats().outcomes).toMatchObject({ consumed: 32, deadLettered: 16 })
    expect(source.committed.get(0)).toBe(16)
  })
})

describe('a worker that folds what was accepted before', () => {
  it('never pauses for dead letters', async () => {
    const harness = startStreamWorker({ limits: { breaker } })
    started.push(harness)
    harness.source.join(0)

    harness.source.deliver(poison(0, 50))
    await pass(3000)

    expect(harness.worker.stats().outcomes.deadLettered).toBe(50)
  })
})
