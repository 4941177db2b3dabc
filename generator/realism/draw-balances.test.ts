import { describe, expect, it } from 'vitest'
import { historyRate } from '../plan.ts'
import { dayMs } from '../world/calendar.ts'
import { balancesPicture, pictured } from './draw-balances.ts'
import { planOf, start } from './realism-fixture.ts'

const untilMs = start + 60 * dayMs
const picture = balancesPicture(planOf(200), untilMs)

function countOf(part: string): number {
  return picture.split(part).length - 1
}

describe('the picture of balances', () => {
  it('has a panel with a line and a band for each archetype', () => {
    expect(countOf('class="panel"')).toBe(6)
    expect(countOf('class="median"')).toBe(6)
    expect(countOf('class="band"')).toBe(6)
    expect(picture).toContain('>Responsible teenager<')
  })

  it('tells those who cannot see it what it shows', () => {
    expect(picture).toContain('role="img" aria-labelledby="title description"')
    expect(picture).toMatch(/<title id="title">[^<]+<\/title>/)
    expect(picture).toMatch(
      /<desc id="description">[^<]+child: the median goes from \d+ to \d+ EUR/,
    )
    expect(picture).toContain('200 simulated customers, 7 September 2026 to 6 November 2026')
  })

  it('is light or dark, as its reader prefers', () => {
    expect(picture).toContain('@media (prefers-color-scheme: dark)')
  })

  it('has no number that is none, and elements that are closed', () => {
    expect(picture).not.toMatch(/NaN|undefined|Infinity/)
    expect(countOf('<g ')).toBe(countOf('</g>'))
    expect(countOf('<text ')).toBe(countOf('</text>'))
  })

  it('is the same for the same plan, and small', () => {
    expect(balancesPicture(planOf(200), untilMs)).toBe(picture)
    expect(Buffer.byteLength(picture)).toBeLessThan(60_000)
  })

  it('shows, where it is committed, a year at the rate at which people live', () => {
    const { plan, untilMs: endMs } = pictured

    expect(plan.phases.map(({ perSecond }) => perSecond)).toEqual([historyRate(plan.customers)])
    expect((endMs - plan.start) / dayMs).toBe(365)
  })
})
