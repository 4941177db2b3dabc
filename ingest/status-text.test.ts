import { describe, expect, it } from 'vitest'
import { type HeardWorker } from './heard-workers.ts'
import { paceOf, type PipelineStatus } from './status.ts'
import { describePipeline } from './status-text.ts'

const now = Date.parse('2026-11-21T08:15:30.250Z')
const secondsAgo = (seconds: number) => new Date(now - seconds * 1000).toISOString()

const nothing = { consumed: 0, applied: 0, duplicate: 0, skipped: 0, deadLettered: 0, filtered: 0, abandoned: 0 } // prettier-ignore

function heardWorker(known: Partial<HeardWorker> = {}): HeardWorker {
  return {
    id: '0b9f6c1e-5d0e-4c7e-9a51-4f0a8f0f6a2d',
    indexVersion: 1,
    firstHeardAt: '2026-11-21T07:00:00.000Z',
    heardAt: secondsAgo(4),
    state: 'ready',
    symptoms: [],
    partitions: 6,
    recordsPerSecond: 49.8,
    outcomes: { ...nothing, consumed: 12_000, applied: 11_990, deadLettered: 10 },
    ...known,
  }
}

const partitions = [
  { partition: 0, end: 12_000, committed: 12_000, lag: 0 },
  { partition: 1, end: 900, committed: 0, lag: 900 },
]

function pipelineStatus(known: Partial<PipelineStatus> = {}): PipelineStatus {
  return {
    groupId: 'tally-v1',
    topics: [{ topic: 'bank.activity', partitions, lag: 900 }],
    lag: 900,
    documents: { 'tally-transactions': 11_990, 'tally-dead-letters': 10 },
    deadLetters: { total: 10, lastHour: 3 },
    workers: [heardWorker()],
    recordsPerSecond: 49.8,
    secondsOfWork: 19,
    ...known,
  }
}

const textOf = (known: Partial<PipelineStatus>) => describePipeline(pipelineStatus(known), now)

describe('the status of the pipeline', () => {
  it('is a table of the partitions, one of the workers, and the counts of the indices', () => {
    expect(textOf({})).toEqual([
      'bank.activity, read by tally-v1: 900 records behind',
      '  partition     end  committed  lag',
      '          0  12,000     12,000    0',
      '          1     900          0  900',
      '',
      'Workers, as they said themselves',
      '    worker  last heard  records/s  partitions  state',
      '  0b9f6c1e     4 s ago       49.8           6  ready',
      '  12,000 records taken since 2026-11-21 07:00 UTC:',
      '    11,990 applied, 10 dead letters',
      '  done in about 19 s at 49.8 records a second, if nothing more came',
      '',
      'tally-transactions: 11,990 documents',
      'tally-dead-letters: 10 documents, 3 in the last hour (tally dead-letters list)',
    ])
  })

  it('says when everything is done', () => {
    const topics = [{ topic: 't', partitions: [], lag: 0 }]

    expect(textOf({ topics, groupId: 'g' })[0]).toBe('t, read by g: everything is done')
  })

  it('does not say of a worker that is silent what it said when it was heard', () => {
    const silent = heardWorker({ state: 'silent', heardAt: secondsAgo(600) })

    const lines = textOf({ workers: [silent] })

    expect(lines).toContain('  0b9f6c1e  10 min ago          ?           ?  silent')
    expect(lines).toContain('  0b9f6c1e has ended, or does not reach Elasticsearch')
  })

  it('names the runbook of each symptom of a worker', () => {
    const symptoms = ['breaker-open', 'kafka-away']

    const lines = textOf({ workers: [heardWorker({ state: 'not-ready', symptoms })] })

    expect(lines).toContain('  0b9f6c1e     4 s ago       49.8           6  not ready')
    expect(lines).toContain('  0b9f6c1e is not ready: docs/runbooks/breaker-open.md')
    expect(lines).toContain('  0b9f6c1e is not ready: docs/runbooks/kafka-away.md')
  })

  it('adds up what became of the records of all workers', () => {
    const other = { firstHeardAt: '2026-11-21T06:30:00.000Z', outcomes: { ...nothing, consumed: 5, applied: 4, duplicate: 1 } } // prettier-ignore

    const lines = textOf({ workers: [heardWorker(), heardWorker(other)] })

    expect(lines).toContain('  12,005 records taken since 2026-11-21 06:30 UTC:')
    expect(lines).toContain('    11,994 applied, 1 duplicate, 10 dead letters')
  })

  it.each([
    [null, 'Workers: none has published figures yet'],
    [[], 'Workers: none has been heard in the last hour'],
  ])('says what is not known of workers: %s', (workers, expected) => {
    expect(textOf({ workers })).toContain(expected)
  })

  it('does not speak of how long it takes when that is soon, or nobody works', () => {
    expect(textOf({ secondsOfWork: 9 }).join()).not.toContain('done in')
    expect(textOf({ secondsOfWork: null }).join()).not.toContain('done in')
  })

  it.each([
    [99, '99 s'],
    [100, '2 min'],
    [7_199, '120 min'],
    [7_200, '2 h'],
    [172_800, '2 d'],
  ])('tells %d s as %s', (secondsOfWork, words) => {
    expect(textOf({ secondsOfWork })).toContainEqual(
      expect.stringContaining(`done in about ${words} at`),
    )
  })
})

describe('how long the lag takes', () => {
  it('is told by the workers that are heard', () => {
    const silent = heardWorker({ state: 'silent', recordsPerSecond: 1000 })

    const pace = paceOf([heardWorker({ recordsPerSecond: 60 }), heardWorker({ recordsPerSecond: 40 }), silent], 1_001) // prettier-ignore

    expect(pace).toEqual({ recordsPerSecond: 100, secondsOfWork: 11 })
  })

  it('is not known while none of them takes anything, and nothing without a lag', () => {
    expect(paceOf([heardWorker({ recordsPerSecond: 0 })], 5).secondsOfWork).toBeNull()
    expect(paceOf([], 5).secondsOfWork).toBeNull()
    expect(paceOf([], 0).secondsOfWork).toBe(0)
  })
})
