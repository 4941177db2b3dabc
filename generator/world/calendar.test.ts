import { describe, expect, it } from 'vitest'
import { ZoneClock } from './calendar.ts'

const hour = 3_600_000
const berlin = ZoneClock.of('Europe/Berlin')

describe('ZoneClock', () => {
  it.each([
    ['2026-03-29T00:59:59Z', 1],
    ['2026-03-29T01:00:00Z', 2],
    ['2026-10-25T00:59:59Z', 2],
    ['2026-10-25T01:00:00Z', 1],
  ])('at %s is %i hours ahead in Berlin', (moment, hours) => {
    expect(berlin.offsetMs(Date.parse(moment))).toBe(hours * hour)
  })

  it('tells hour, weekday and day of the place', () => {
    const { hour: local, day } = ZoneClock.of('America/New_York').localHour(
      Date.parse('2026-03-02T03:30:00Z'),
    )

    expect({ local, ...day }).toEqual({
      local: 22,
      year: 2026,
      month: 3,
      day: 1,
      weekday: 6,
      daysInMonth: 31,
    })
  })

  it('tells the hour where clocks are half an hour off', () => {
    const india = ZoneClock.of('Asia/Kolkata')

    expect(india.localHour(Date.parse('2026-03-02T10:29:00Z')).hour).toBe(15)
    expect(india.localHour(Date.parse('2026-03-02T10:31:00Z')).hour).toBe(16)
  })

  it.each([
    ['an ordinary time', { month: 6, day: 15 }, 9, '2026-06-15T07:00:00.000Z'],
    [
      'a time that is skipped, as much later',
      { month: 3, day: 29 },
      2.5,
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'the first of a time that comes twice',
      { month: 10, day: 25 },
      2.5,
      '2026-10-25T00:30:00.000Z',
    ],
    ['the day after the change', { month: 3, day: 29 }, 10, '2026-03-29T08:00:00.000Z'],
  ])('finds %s', (_, date, hours, moment) => {
    expect(new Date(berlin.toUtc({ year: 2026, ...date }, hours * hour)).toISOString()).toBe(moment)
  })
})
