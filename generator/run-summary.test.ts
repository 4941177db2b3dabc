import { describe, expect, it } from 'vitest'
import { describeSummary, summarise } from './run-summary.ts'
import { checkThresholds } from './scenarios/thresholds.ts'

const live = {
  due: 1200,
  sent: 1190,
  late: 6,
  dropped: 10,
  delayMs: { p50: 3, p99: 1200, max: 4000 },
}
const calm = { ...live, name: 'calm', due: 200, sent: 200, late: 0, dropped: 0 }
const rush = { ...live, name: 'rush', due: 1000, sent: 990 }

const told = {
  scenario: 'launch',
  seed: 1,
  start: '2026-01-05T00:00:00.000Z',
  customers: 100,
  skipped: 0,
  stats: { sent: 3190, perSecond: 0, overdue: 0, live },
  stages: [calm, rush],
  thresholds: checkThresholds({ send_delay_p99_ms: 100, late_share: 0.01 }, live),
}

describe('the summary of a run', () => {
  it('is a table of its stages for people, with what was kept and what was missed', () => {
    expect(describeSummary(summarise(told))).toEqual([
      '3,190 events sent, 2,000 of them history.',
      '             due   sent  late  dropped  delay p50       p99       max',
      'calm         200    200     0        0       3 ms  1,200 ms  4,000 ms',
      'rush       1,000    990     6       10       3 ms  1,200 ms  4,000 ms',
      'live part  1,200  1,190     6       10       3 ms  1,200 ms  4,000 ms',
      'MISSED: send_delay_p99_ms at most 100, got 1,200',
      'kept: late_share at most 0.01, got 0.005',
    ])
  })

  it('is not ok when a threshold was missed', () => {
    const kept = checkThresholds({ dropped: 10 }, live)

    expect(summarise(told).ok).toBe(false)
    expect(summarise({ ...told, thresholds: kept }).ok).toBe(true)
  })

  it('says when the log held all of it before', () => {
    const nothing = { due: 0, sent: 0, late: 0, dropped: 0, delayMs: { p50: 0, p99: 0, max: 0 } }
    const stats = { sent: 0, perSecond: 0, overdue: 0, live: nothing }
    const summary = summarise({ ...told, skipped: 1190, stats, stages: [], thresholds: [] })

    expect(describeSummary(summary)).toEqual([
      '1,190 events were in the log already: all of this run. Take another --seed or --start for more.',
    ])
  })
})

describe('a threshold', () => {
  it.each([
    ['send_delay_p50_ms', 3],
    ['send_delay_p99_ms', 1200],
    ['send_delay_max_ms', 4000],
    ['late_share', 0.005],
    ['dropped', 10],
  ] as const)('%s is kept up to its limit and no further', (name, got) => {
    expect(checkThresholds({ [name]: got }, live)).toEqual([
      { name, limit: got, got, isKept: true },
    ])
    expect(checkThresholds({ [name]: got * 0.99 }, live)).toMatchObject([{ isKept: false }])
  })
})
