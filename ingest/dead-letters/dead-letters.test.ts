import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PipelineError } from '../../runtime/problem.ts'
import { behind, Gate, refuses } from '../../test/fake-elasticsearch.ts'
import { startStreamWorker } from '../../test/stream-worker-harness.ts'
import { tinyRecord, tinyRecords } from '../../test/tiny-processor.ts'

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

describe('a record that is no event', () => {
  it('is in the topic and in the index before its offset is committed', async () => {
    const { source, elasticsearch, producer, worker } = start()
    const gate = new Gate()
    elasticsearch.script(behind(gate))
    source.join(0)

    source.deliver([tinyRecord(0, { value: 'no json' })])
    await pass(3000)
    const before = { messages: producer.messages.length, commits: source.commits.length }
    gate.open()
    await pass(2000)

    expect(before).toEqual({ messages: 1, commits: 0 })
    expect(elasticsearch.ids).toEqual(['test.tiny-0-0'])
    expect(source.commits).toEqual([[0, 1]])
    expect(worker.stats().outcomes).toMatchObject({ deadLettered: 1, applied: 0 })
  })

  it('waits for a Kafka that does not take it, and so does its partition', async () => {
    const { source, producer, worker } = start()
    const away = () =>
      new PipelineError({ code: 'kafka.unreachable', message: 'away', action: 'wait' })
    producer.failures.push(away(), away(), away(), away())
    source.join(0, 1)

    source.deliver([tinyRecord(0, { value: null }), ...tinyRecords(1, 3)])
    source.deliver(tinyRecords(0, 3, 1))
    await pass(1200)
    const during = { paused: [...source.paused], troubles: worker.stats().troubles.length }
    await pass(3000)

    expect(during).toEqual({ paused: [0], troubles: 1 })
    expect([source.committed.get(0), source.committed.get(1)]).toEqual([3, 3])
    expect(source.paused.size).toBe(0)
    expect(worker.stats().troubles).toEqual([])
  })

  it('that Kafka does not take whole is told of without its bytes, and the others whole', async () => {
    const { source, producer } = start()
    const tooLarge = () =>
      new PipelineError({ code: 'kafka.rejected', message: 'too large', action: 'y' })
    // Of both together, and of the first alone.
    producer.failures.push(tooLarge(), tooLarge())
    source.join(0)

    source.deliver([tinyRecord(0, { value: 'a' }), tinyRecord(1, { value: 'b' })])
    await pass(2000)

    const [short, whole] = producer.messages
    expect(short).toMatchObject({ key: null, value: null })
    expect(short?.headers).toMatchObject({ 'tally-offset': '0', 'tally-code': 'not-json', 'tally-left-out': 'key, value, headers' }) // prettier-ignore
    expect(whole).toMatchObject({ value: Buffer.from('b'), headers: { 'tally-offset': '1' } })
    expect(whole?.headers).not.toHaveProperty('tally-left-out')
    expect(source.committed.get(0)).toBe(2)
  })

  it('that the topic of dead letters will never take stops the worker', async () => {
    const { source, producer, ended } = start()
    const problem = new PipelineError({ code: 'kafka.topic-missing', message: 'x', action: 'y' })
    producer.failures.push(problem)
    source.join(0)

    source.deliver([tinyRecord(0, { value: null })])
    await pass(100)

    await expect(ended).rejects.toBe(problem)
  })
})

describe('an event document that Elasticsearch refuses', () => {
  it('becomes a dead letter of stage index; the others are applied', async () => {
    const { source, elasticsearch, producer, worker } = start()
    elasticsearch.script(refuses({ 'e-0-2': [400, 'document_parsing_exception'] }))
    source.join(0)

    source.deliver(tinyRecords(0, 5))
    await pass(2000)

    const [message] = producer.messages
    expect(message?.headers).toMatchObject({
      'tally-stage': 'index',
      'tally-code': 'index-refused',
      'tally-reason': 'document_parsing_exception',
      'tally-offset': '2',
    })
    expect(worker.stats().outcomes).toMatchObject({ applied: 4, deadLettered: 1 })
    expect(source.commits).toEqual([[0, 5]])
  })
})
