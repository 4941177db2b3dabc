import { describe, expect, test } from 'vitest'
import { type ServerPlan } from './server-plan.ts'
import { explainEnd, explainFailure } from './start-failure.ts'

const plan: ServerPlan = {
  name: 'elasticsearch',
  title: 'Elasticsearch',
  portWish: {
    title: 'Elasticsearch',
    setting: 'TALLY_ELASTICSEARCH_PORT',
    explicit: undefined,
    usual: 9200,
    last: undefined,
  },
  logFile: '/s/logs/elasticsearch.log',
  outputFile: '/s/logs/elasticsearch-output.log',
  heapSetting: 'TALLY_ELASTICSEARCH_HEAP_MB',
  folder: '/s',
  classArchive: '/s/jars/x.jsa',
  damage: /CorruptState|cannot downgrade a node/,
  prepare: () => Promise.resolve([]),
  isHealthy: () => Promise.resolve(false),
}

describe('why a server did not start', () => {
  test.each([
    ['port', 'stack.start-failed', 'BindHttpException[Failed to bind to 127.0.0.1:9200]'],
    ['port', 'stack.start-failed', 'Socket server failed to bind: Address already in use.'],
    ['lock', 'stack.busy', 'IllegalStateException: failed to obtain node locks, tried [/s/data]'],
    ['lock', 'stack.busy', 'KafkaException: Failed to acquire lock on file .lock in /s/data/kafka'],
    ['other', 'disk.full', 'java.io.IOException: No space left on device'],
    ['other', 'stack.data-damaged', 'IllegalStateException: cannot downgrade a node from 9.0.0'],
    ['other', 'stack.start-failed', 'java.lang.IllegalStateException: something new'],
  ])('is found in its log: %s, %s', (kind, code, line) => {
    const failure = explainFailure(
      plan,
      'ended with status 1',
      `started\n${line}\n\tat a.b(C.java)`,
    )

    expect(failure).toMatchObject({ kind, problem: { code } })
  })

  test('is said with its last word and the place of its logs', () => {
    const { problem } = explainFailure(
      plan,
      'ended with status 1',
      'x.YException: no such thing\n\tat a',
    )

    expect(problem.message).toBe('Elasticsearch ended with status 1: x.YException: no such thing')
    expect(problem.action).toContain('/s/logs/elasticsearch.log')
  })

  test('is quoted without the time, level and thread of its log line', () => {
    const written = '2026-11-21T05:37:04,846 WARN  [main] stderr: Caused by: a.BException: no'
    const { problem } = explainFailure(plan, 'ended with status 1', written)

    expect(problem.message).toBe('Elasticsearch ended with status 1: a.BException: no')
  })

  test('names the setting when the heap does not fit into memory', () => {
    const written = 'Error: Could not reserve enough space for 33554432KB object heap'
    const { problem } = explainFailure(plan, 'ended with status 1', written)

    expect(problem.action).toContain('TALLY_ELASTICSEARCH_HEAP_MB')
  })
})

test('why a running server ended is not guessed from harmless exceptions in its log', () => {
  const problem = explainEnd(plan, 'was ended by SIGKILL', 'BindException: long ago\nCorruptState')

  expect(problem.message).toBe('Elasticsearch was ended by SIGKILL')
})
