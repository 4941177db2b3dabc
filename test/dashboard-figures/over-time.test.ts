import { describe, expect, test } from 'vitest'
import { intervalBegin, intervalsBetween } from './over-time.ts'

const written = (timeMs: number) => new Date(timeMs).toISOString().slice(5, 16)

describe('an interval', () => {
  test.each<[string, number, string, string]>([
    ['2026-10-24T21:59:59Z', 24, 'Europe/Paris', '10-23T22:00'],
    ['2026-10-24T22:00:00Z', 24, 'Europe/Paris', '10-24T22:00'],
    ['2026-10-25T22:59:59Z', 24, 'Europe/Paris', '10-24T22:00'],
    ['2026-10-25T23:00:00Z', 24, 'Europe/Paris', '10-25T23:00'],
    ['2026-10-25T10:59:59Z', 12, 'Europe/Paris', '10-24T22:00'],
    ['2026-10-25T11:00:00Z', 12, 'Europe/Paris', '10-25T11:00'],
    ['2026-10-25T11:00:00Z', 12, 'UTC', '10-25T00:00'],
  ])('around %s, of %s hours in %s, begins at %s', (time, hours, zone, begin) => {
    expect(written(intervalBegin(Date.parse(time), hours, zone))).toBe(begin)
  })

  test('is a day of 25 hours when summer time ends', () => {
    const days = intervalsBetween(Date.UTC(2026, 9, 23, 22), Date.UTC(2026, 9, 26, 23), {
      hours: 24,
      zone: 'Europe/Paris',
    })

    expect(days.map(written)).toEqual(['10-23T22:00', '10-24T22:00', '10-25T23:00', '10-26T23:00'])
  })
})
