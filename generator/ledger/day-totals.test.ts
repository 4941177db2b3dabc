import { describe, expect, it } from 'vitest'
import { type Fate } from '../../contracts/run-ledger.ts'
import { DayTotals } from './day-totals.ts'

function totalsOf(...sent: readonly (readonly [day: string, fate: Fate])[]) {
  const totals = new DayTotals()
  for (const [day, fate] of sent) totals.count(day, fate)
  return totals.totals()
}

describe('the totals of days', () => {
  it('are none when nothing was sent', () => {
    expect(totalsOf()).toEqual([])
  })

  it('come in the order of time, whenever the days were first seen', () => {
    const days = totalsOf(
      ['2026-01-06', 'applied'],
      ['2025-12-31', 'applied'],
      ['2026-01-05', 'applied'],
    ).map(({ day }) => day)

    expect(days).toEqual(['2025-12-31', '2026-01-05', '2026-01-06'])
  })

  it('count what is applied, what is a duplicate and each kind of dead letter apart', () => {
    const totals = totalsOf(
      ['2026-01-05', 'applied'],
      ['2026-01-05', 'not-json'],
      ['2026-01-05', 'duplicate'],
      ['2026-01-05', 'empty'],
      ['2026-01-05', 'not-json'],
      ['2026-01-05', 'applied'],
      ['2026-01-06', 'duplicate'],
    )

    expect(totals).toEqual([
      { day: '2026-01-05', applied: 2, duplicate: 1, deadLetters: { empty: 1, 'not-json': 2 } },
      { day: '2026-01-06', applied: 0, duplicate: 1, deadLetters: {} },
    ])
  })
})
