import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EpochMs } from '../contracts/time.ts'
import { localTimeOf } from './local-time.ts'

function shown(zone: string, instant: string): string {
  const { hour, isoWeekday } = localTimeOf(zone, Date.parse(instant) as EpochMs)
  return `${hour} h on day ${isoWeekday}`
}

describe('local time', () => {
  test.each([
    // Gap: on 29 March 2026 the clocks of Paris go from 02:00 to 03:00 at 01:00 UTC.
    ['Europe/Paris', '2026-03-29T00:59:59.999Z', '1 h on day 7'],
    ['Europe/Paris', '2026-03-29T01:00:00.000Z', '3 h on day 7'],
    // Overlap: on 25 October 2026 they show 02:00 to 03:00 twice.
    ['Europe/Paris', '2026-10-25T00:00:00.000Z', '2 h on day 7'],
    ['Europe/Paris', '2026-10-25T00:59:59.999Z', '2 h on day 7'],
    ['Europe/Paris', '2026-10-25T01:00:00.000Z', '2 h on day 7'],
    ['Europe/Paris', '2026-10-25T02:00:00.000Z', '3 h on day 7'],
    // New York: gap on 8 March, overlap on 1 November 2026.
    ['America/New_York', '2026-03-08T06:59:59.999Z', '1 h on day 7'],
    ['America/New_York', '2026-03-08T07:00:00.000Z', '3 h on day 7'],
    ['America/New_York', '2026-11-01T05:30:00.000Z', '1 h on day 7'],
    ['America/New_York', '2026-11-01T06:30:00.000Z', '1 h on day 7'],
    ['America/New_York', '2026-11-01T07:00:00.000Z', '2 h on day 7'],
    // Lord Howe moves by half an hour, from UTC+11 to UTC+10:30 and back.
    ['Australia/Lord_Howe', '2026-04-04T14:59:59.999Z', '1 h on day 7'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00.000Z', '1 h on day 7'],
    ['Australia/Lord_Howe', '2026-04-04T15:30:00.000Z', '2 h on day 7'],
    ['Australia/Lord_Howe', '2026-10-03T15:29:59.999Z', '1 h on day 7'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00.000Z', '2 h on day 7'],
    // UTC+5:45, and UTC+5:30 before 1986.
    ['Asia/Kathmandu', '2026-11-21T18:14:59.999Z', '23 h on day 6'],
    ['Asia/Kathmandu', '2026-11-21T18:15:00.000Z', '0 h on day 7'],
    ['Asia/Kathmandu', '1985-12-31T18:29:59.999Z', '23 h on day 2'],
    ['Asia/Kathmandu', '1985-12-31T18:30:00.000Z', '0 h on day 3'],
    // Leap day, and the turn of a year east and west.
    ['Europe/Paris', '2024-02-28T23:00:00.000Z', '0 h on day 4'],
    ['America/New_York', '2024-03-01T04:59:59.999Z', '23 h on day 4'],
    ['Asia/Tokyo', '2026-12-31T15:00:00.000Z', '0 h on day 5'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00.000Z', '0 h on day 5'],
    ['America/Los_Angeles', '2027-01-01T07:59:59.999Z', '23 h on day 4'],
    // Samoa left out 30 December 2011; Russia was on summer time all of 2012.
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '23 h on day 4'],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z', '0 h on day 6'],
    ['Europe/Moscow', '2012-01-15T12:00:00.000Z', '16 h on day 7'],
    // Before 1970, with an offset of minutes and seconds.
    ['Europe/Amsterdam', '1930-01-01T00:00:00.000Z', '0 h on day 3'],
    ['UTC', '1969-12-28T23:59:59.999Z', '23 h on day 7'],
  ])('in %s at %s is %s', (zone, instant, expected) => {
    expect(shown(zone, instant)).toBe(expected)
  })

  test('in a zone that nobody knows is UTC, and says so', () => {
    const local = localTimeOf('Atlantis/Capital', Date.parse('2026-11-21T08:15:30.250Z') as EpochMs)

    expect(local).toEqual({ hour: 8, isoWeekday: 6, isZoneKnown: false })
  })

  test('keeps its answers while names are made up by the thousand', () => {
    for (let name = 0; name < 2_500; name++) localTimeOf(`Nowhere/N${name}`, 0 as EpochMs)

    expect(shown('Europe/Paris', '2026-03-29T01:00:00.000Z')).toBe('3 h on day 7')
  })

  test('is that of Intl in any zone at any instant since 1970', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    const instants = fc.integer({ min: 0, max: Date.parse('2037-12-31T00:00:00.000Z') })

    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const { hour, isoWeekday } = localTimeOf(zone, at as EpochMs)

        expect([hour, isoWeekday]).toEqual(askIntl(zone, at))
      }),
      { seed: 7, numRuns: 1_500 },
    )
  })

  test('is that of Intl within a second of each change of clocks in 2026', () => {
    for (const zone of ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Gaza']) {
      for (const change of changesIn2026(zone)) {
        for (const at of [change - 1000, change - 1, change, change + 1]) {
          const { hour, isoWeekday } = localTimeOf(zone, at as EpochMs)
          expect([hour, isoWeekday]).toEqual(askIntl(zone, at))
        }
      }
    }
  })
})

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function askIntl(zone: string, at: number): [hour: number, isoWeekday: number] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    hour: 'numeric',
    weekday: 'short',
  })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return [Number(parts.get('hour')), weekdays.indexOf(parts.get('weekday') ?? '') + 1]
}

/** Found by looking every half hour. */
function changesIn2026(zone: string): number[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const offsetAt = (at: number) => format.format(at).replace(/^.*,/, '')
  const halfHour = 30 * 60 * 1000
  const changes: number[] = []
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += halfHour) {
    if (offsetAt(at) !== offsetAt(at - halfHour)) changes.push(at)
  }
  expect(changes.length).toBeGreaterThanOrEqual(2)
  return changes
}
