import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CustomerId, EventId } from './ids.ts'
import { limits } from './limits.ts'
import { CurrencyCode, MinorUnits, Money } from './money.ts'
import { Place } from './place.ts'
import { country, text } from './text.ts'
import { CalendarDate, Instant } from './time.ts'

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success

describe('an id', () => {
  test.each([
    ['c-000042', true],
    ['A', true],
    ['0.a_b-c', true],
    ['a'.repeat(limits.idLengthMax), true],
    ['a'.repeat(limits.idLengthMax + 1), false],
    ['', false],
    ['-a', false],
    ['a b', false],
    ['é', false],
    ['a/b', false],
    ['a\n', false],
  ])('%j is accepted: %s', (value, isAccepted) => {
    expect(accepts(CustomerId, value)).toBe(isAccepted)
  })
})

describe('an event id', () => {
  test.each([
    ['0193c8a2-7b1e-7c3d-9f00-3a5b7c9d1e2f', true],
    ['0193c8a2-7b1e-5c3d-9f00-3a5b7c9d1e2f', true],
    ['0193C8A2-7B1E-7C3D-9F00-3A5B7C9D1E2F', false],
    ['0193c8a2-7b1e-4c3d-9f00-3a5b7c9d1e2f', false],
    ['0193c8a2-7b1e-7c3d-0f00-3a5b7c9d1e2f', false],
    ['0193c8a27b1e7c3d9f003a5b7c9d1e2f', false],
  ])('%s is accepted: %s', (value, isAccepted) => {
    expect(accepts(EventId, value)).toBe(isAccepted)
  })
})

describe('money', () => {
  test.each([
    [0, true],
    [Number.MAX_SAFE_INTEGER, true],
    [Number.MAX_SAFE_INTEGER + 1, false],
    [-1, false],
    [0.5, false],
    [NaN, false],
    [Infinity, false],
    ['1', false],
  ])('an amount of %s is accepted: %s', (amount_minor, isAccepted) => {
    expect(accepts(Money, { amount_minor, currency: 'EUR' })).toBe(isAccepted)
  })

  test.each([
    [-Number.MAX_SAFE_INTEGER, true],
    [Number.MIN_SAFE_INTEGER - 1, false],
  ])('a balance of %s is accepted: %s', (balance, isAccepted) => {
    expect(accepts(MinorUnits, balance)).toBe(isAccepted)
  })

  test.each([
    ['EUR', true],
    ['XXX', true],
    ['eur', false],
    ['EURO', false],
    ['EU', false],
  ])('currency %s is accepted: %s', (code, isAccepted) => {
    expect(accepts(CurrencyCode, code)).toBe(isAccepted)
  })
})

describe('minus zero', () => {
  test('is a whole number like any other, and is zero in the document', () => {
    const amount = MinorUnits.parse(JSON.parse('-0'))

    expect(JSON.stringify({ amount })).toBe('{"amount":0}')
  })
})

describe('time', () => {
  test.each([
    ['2026-11-21T08:15:30.250Z', true],
    ['0000-01-01T00:00:00.000Z', true],
    ['9999-12-31T23:59:59.999Z', true],
    ['1969-12-31T23:59:59.999Z', true],
    ['2024-02-29T00:00:00.000Z', true],
    ['2000-02-29T00:00:00.000Z', true],
    ['1900-02-29T00:00:00.000Z', false],
    ['2026-11-31T00:00:00.000Z', false],
    ['2026-11-21T08:15:30.250Z\n', false],
    ['2026-11-21T08:15:30.250z', false],
    ['-000001-11-21T08:15:30.250Z', false],
    ['2026-02-29T00:00:00.000Z', false],
    ['2026-11-21T24:00:00.000Z', false],
    ['2026-11-21T08:15:60.000Z', false],
    ['2026-11-21T08:15:30Z', false],
    ['2026-11-21T08:15:30.250+01:00', false],
    ['2026-11-21T08:15:30.250123Z', false],
    ['+012026-11-21T08:15:30.250Z', false],
    ['2026-11-21 08:15:30.250Z', false],
  ])('moment %s is accepted: %s', (value, isAccepted) => {
    expect(accepts(Instant, value)).toBe(isAccepted)
  })

  test.each([
    ['2026-11-21', true],
    ['2023-02-29', false],
    ['2026-11-21\n', false],
    ['2026-11-21T00:00:00.000Z', false],
    ['21.11.2026', false],
  ])('date %s is accepted: %s', (value, isAccepted) => {
    expect(accepts(CalendarDate, value)).toBe(isAccepted)
  })

  test('a moment is accepted exactly when it is what a clock would write', () => {
    const part = fc.integer({ min: 0, max: 62 }).map((value) => String(value).padStart(2, '0'))
    const moment = fc
      .tuple(fc.integer({ min: 0, max: 9999 }), part, part, part, part, part)
      .map(([year, month, day, hour, minute, second]) => {
        const date = `${String(year).padStart(4, '0')}-${month}-${day}`
        return `${date}T${hour}:${minute}:${second}.000Z`
      })

    fc.assert(
      fc.property(moment, (text) => {
        const time = new Date(text)
        const isReal = !Number.isNaN(time.getTime()) && time.toISOString() === text
        return accepts(Instant, text) === isReal
      }),
      { numRuns: 5_000, seed: 20_261_121 },
    )
  })
})

describe('text', () => {
  const name = text('Name.', 5)

  test.each([
    ['Élodie'.slice(0, 5), true],
    ['abcdef', false],
    ['', false],
    ['😀😀', true],
    ['😀😀😀', false],
    ['\ud800', false],
    ['a\udc00', false],
    ['\udc00\ud800', false],
    ['a\u0000b', true],
    ['\ufeff', true],
  ])('%j of at most five UTF-16 units is accepted: %s', (value, isAccepted) => {
    expect(accepts(name, value)).toBe(isAccepted)
  })

  test.each([
    ['FR', true],
    ['fr', false],
    ['FRA', false],
    ['F1', false],
    ['ＦＲ', false],
  ])('country %s is accepted: %s', (value, isAccepted) => {
    expect(accepts(country('Country.'), value)).toBe(isAccepted)
  })
})

describe('a place', () => {
  const lyon = {
    city: 'Lyon',
    country: 'FR',
    zone: 'Europe/Paris',
    location: { lat: 45.764, lon: 4.8357 },
  }

  test.each([
    ['Europe/Paris', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Etc/GMT+5', true],
    ['UTC', true],
    ['../../etc', false],
    ['Europe/', false],
    ['', false],
  ])('zone %s is accepted: %s', (zone, isAccepted) => {
    expect(accepts(Place, { ...lyon, zone })).toBe(isAccepted)
  })

  test.each([
    [{ lat: 90, lon: 180 }, true],
    [{ lat: -90, lon: -180 }, true],
    [{ lat: 90.000_1, lon: 0 }, false],
    [{ lat: 0, lon: -180.000_1 }, false],
    [{ lat: 0 }, false],
  ])('coordinates %j are accepted: %s', (location, isAccepted) => {
    expect(accepts(Place, { ...lyon, location })).toBe(isAccepted)
  })
})
