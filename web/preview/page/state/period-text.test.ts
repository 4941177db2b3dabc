import { describe, expect, test } from 'vitest'
import { periodName, spanText, typedText } from './period-text.ts'
import { readTyped } from './period.ts'

const noonMs = Date.UTC(2026, 10, 21, 12)
const hourMs = 3_600_000

/** Intl writes narrow and unbreakable spaces, which a reader of this file cannot tell apart. */
function spaced(text: string): string {
  return text.replace(/\s/g, ' ')
}

describe('spanText', () => {
  const day = { fromMs: noonMs - 24 * hourMs, toMs: noonMs }

  test.each([
    ['en-GB', 'UTC', '20 Nov 2026, 12:00 – 21 Nov 2026, 12:00'],
    ['en-GB', 'Europe/Paris', '20 Nov 2026, 13:00 – 21 Nov 2026, 13:00'],
    ['de-DE', 'UTC', '20. Nov. 2026, 12:00 – 21. Nov. 2026, 12:00'],
  ])('is in the locale and zone of the reader: %s, %s', (locale, zone, expected) => {
    expect(spaced(spanText(day, { locale, zone, year: 2027 }))).toBe(expected)
  })

  test('leaves out a year that goes without saying', () => {
    const text = spanText(day, { locale: 'en-GB', zone: 'UTC', year: 2026 })

    expect(spaced(text)).toBe('20 Nov, 12:00 – 21 Nov, 12:00')
  })

  test('has seconds when it is short', () => {
    const short = { fromMs: noonMs, toMs: noonMs + 30_000 }

    expect(spanText(short, { locale: 'en-GB', zone: 'UTC', year: 2026 })).toContain('12:00:30')
  })
})

describe('periodName', () => {
  test.each([
    [{ from: 'now-24h', to: 'now' }, 'Last 24 hours'],
    [{ from: 'now-1w', to: 'now' }, 'Last week'],
    [{ from: 'now-90d', to: 'now' }, 'Last 90 days'],
    [{ from: 'now-24h', to: 'now-1h' }, undefined],
    [{ from: '2026-11-21T00:00:00Z', to: 'now' }, undefined],
  ])('of %j is %s', (period, name) => {
    expect(periodName(period)).toBe(name)
  })
})

describe('typedText', () => {
  test.each(['now', 'now-3h', '2026-11-21T08:05:00.000Z', '2026-11-21T08:05:30.000Z'])(
    'can be typed again: %s',
    (moment) => {
      expect(readTyped(typedText(moment))).toEqual({ ok: true, moment })
    },
  )
})
