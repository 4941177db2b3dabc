import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { behind, fails, Gate, losesItsAnswer } from '../test/fake-elasticsearch.ts'
import { startStreamWorker, testLimits } from '../test/stream-worker-harness.ts'
import { tinyProcessor, tinyRecords } from '../test/tiny-processor.ts'

let started: ReturnType<typeof startStreamWorker>[] = []

function start(...changes: Parameters<typeof startStreamWorker>) {
  const harness = startStreamWorker(...changes)
  started.push(harness)
  return harness
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

describe('commits', () => {
  it('come after the documents, about once a second, at the offset that was taken', async () => {
    const { source, elasticsearch } = start()
    source.join(0)

    source.deliver(tinyRecords(0, 7))
    await pass(500)
    const early = { documents: elasticsearch.ids.length, commits: source.commits.length }
    await pass(600)
    source.deliver(tinyRecords(7, 9))
    await pass(1100)

    expect(early).toEqual({ documents: 7, commits: 0 })
    expect(source.commits).toEqual([
      [0, 7],
      [0, 9],
    ])
  })

  it('come earlier after many bytes', async () => {
    const { source } = start({
      limits: { checkpoint: { ...testLimits.checkpoint, intervalMs: 60_000, bytesMax: 100 } },
    })
    source.join(0)

    source.deliver(tinyRecords(0, 10))
    await pass(300)

    expect(source.commits).toEqual([[0, 10]])
  })

  it('never pass a record that is not acknowledged, in any partition', async () => {
    const { source, elasticsearch } = start()
    const gate = new Gate()
    elasticsearch.script(behind(gate))
    source.join(0, 1)

    source.deliver(tinyRecords(0, 5, 0))
    source.deliver(tinyRecords(0, 5, 1))
    source.deliver(tinyRecords(5, 10, 0))
    await pass(3000)
    const before = [...source.commits]
    gate.open()
    await pass(2000)

    expect(before).toEqual([[1, 5]])
    expect(source.committed).toEqual(
      new Map([
        [0, 10],
        [1, 5],
      ]),
    )
  })

  it('that are refused are said once and made up for at the next checkpoint', async () => {
    const { source, worker, lines } = start()
    source.join(0)
    source.refuseCommits(2)

    source.deliver(tinyRecords(0, 5))
    await pass(2500)
    const during = worker.stats().troubles.map(({ what }) => what)
    await pass(1000)

    expect(during).toEqual(['waiting for Kafka at kafka.test:9092 to take commits'])
    expect(source.commits).toEqual([[0, 5]])
    expect(worker.stats().troubles).toEqual([])
    expect(lines.filter((line) => line.includes('to take commits'))).toHaveLength(2)
  })
})

describe('a rejoin', () => {
  it('ends the run: late answers commit nothing, and what was not committed comes again', async () => {
    const { source, elasticsearch, worker } = start()
    const gate = new Gate()
    elasticsearch.script(behind(gate))
    source.join(0)
    source.deliver(tinyRecords(0, 5))
    await pass(1500)

    source.join(0)
    gate.open()
    await pass(1500)
    const zombie = [...source.commits]
    source.deliver(tinyRecords(0, 5))
    await pass(2000)

    expect(zombie).toEqual([])
    expect(source.commits).toEqual([[0, 5]])
    expect(elasticsearch.ids).toHaveLength(5)
    expect(worker.stats().documents).toEqual({ written: 5, alreadyThere: 5 })
    expect(worker.stats().outcomes).toMatchObject({ consumed: 10, applied: 10 })
  })

  it('begins every partition unpaused', async () => {
    const { source, elasticsearch } = start()
    elasticsearch.script(behind(new Gate()))
    source.join(0)
    source.deliver(tinyRecords(0, 5))
    await pass(21_000)
    const before = [...source.paused]

    source.join(0)
    await pass(1000)

    expect([before, [...source.paused]]).toEqual([[0], []])
  })
})

describe('what waits too long', () => {
  it('pauses its partition until it is durable', async () => {
    const { source, elasticsearch } = start()
    const gate = new Gate()
    elasticsearch.script(behind(gate))
    source.join(0, 1)

    source.deliver(tinyRecords(0, 5, 0))
    source.deliver(tinyRecords(0, 5, 1))
    await pass(19_000)
    const before = [...source.paused]
    await pass(2000)
    const during = [...source.paused]
    gate.open()
    await pass(500)

    expect([before, during, [...source.paused]]).toEqual([[], [0], []])
  })

  it.each([
    ['records', { recordsMax: 8, bytesMax: 1 << 20 }],
    ['bytes', { recordsMax: 1000, bytesMax: 400 }],
  ] as const)('leaves no room for more %s than may wait', async (_, backlog) => {
    const { source, elasticsearch, worker } = start({ limits: { backlog } })
    const gate = new Gate()
    elasticsearch.script(behind(gate), behind(gate))
    source.join(0)

    source.deliver(tinyRecords(0, 5))
    const one = source.hasRoom
    source.deliver(tinyRecords(5, 10))
    const two = source.hasRoom
    gate.open()
    await pass(100)

    expect([one, two, source.hasRoom]).toEqual([true, false, true])
    expect(worker.stats()).toMatchObject({ recordsWaiting: 0, bytesWaiting: 0 })
  })
})

describe('a lost answer', () => {
  it('doubles nothing and delays the commit', async () => {
    const { source, elasticsearch, worker } = start()
    elasticsearch.script(losesItsAnswer(), fails(503), fails(503))
    source.join(0)

    source.deliver(tinyRecords(0, 5))
    await pass(3000)

    expect(elasticsearch.ids).toHaveLength(5)
    expect(source.commits).toEqual([[0, 5]])
    expect(worker.stats().retries).toMatchObject({ 'timed-out': 1, 'server-error': 2 })
  })
})

describe('a stop', () => {
  it('takes no more, commits what was taken, leaves the group', async () => {
    const { source, elasticsearch, stop } = start()
    source.join(0)
    source.deliver(tinyRecords(0, 3))

    const stopped = stop()
    await pass(500)
    await stopped

    expect(elasticsearch.ids).toHaveLength(3)
    expect(source.commits).toEqual([[0, 3]])
    expect([source.isFetching, source.isClosed]).toEqual([false, true])
  })

  it('leaves what does not become durable in time, uncommitted', async () => {
    const { source, elasticsearch, stop, worker } = start()
    elasticsearch.script(behind(new Gate()))
    source.join(0)
    source.deliver(tinyRecords(0, 5))

    const stopped = stop()
    await pass(5000)
    await stopped

    expect(source.commits).toEqual([])
    expect(worker.stats().outcomes.inFlight).toBe(5)
  })
})

describe('a bug', () => {
  it('in the processor ends the worker with it', async () => {
    const tiny = tinyProcessor({ topic: 'test.tiny', index: 'tiny', partitions: 6 })
    const bug = new TypeError('x is not a function')
    const processor = {
      ...tiny,
      apply: () => {
        throw bug
      },
    }
    const { source, ended } = start({ processor })
    source.join(0)

    source.deliver(tinyRecords(0, 1))

    await expect(ended).rejects.toBe(bug)
    expect(source.isClosed).toBe(true)
  })
})

describe('a Kafka that is away', () => {
  it('is said once, with the address, and so is its return', async () => {
    const { source, worker, lines } = start()
    source.goAway()
    source.goAway()
    const during = worker.stats().troubles
    await pass(1000)

    source.comeBack()

    expect(during).toMatchObject([
      { what: 'waiting for Kafka at kafka.test:9092', reason: 'Kafka is away, says the test.' },
    ])
    expect(worker.stats().troubles).toEqual([])
    expect(lines.filter((line) => line.includes('waiting for Kafka'))).toHaveLength(2)
  })
})
