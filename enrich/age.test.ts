import { describe, expect, test } from 'vitest'
import { ageBandOf } from './age.ts'

describe('the age band', () => {
  test.each([
    ['2010-06-15', '2026-06-14T23:59:59.999Z', '1 under 16'],
    ['2010-06-15', '2026-06-15T00:00:00.000Z', '2 16 to 24'],
    ['1976-12-31', '2026-12-30T12:00:00.000Z', '4 35 to 49'],
    ['1976-12-31', '2026-12-31T12:00:00.000Z', '5 50 to 64'],
    // Born on a leap day: a year older on 1 March in other years.
    ['1960-02-29', '2025-02-28T12:00:00.000Z', '5 50 to 64'],
    ['1960-02-29', '2025-03-01T00:00:00.000Z', '6 65 and over'],
    ['1959-02-28', '2024-02-29T12:00:00.000Z', '6 65 and over'],
    // A clock that is wrong, or a birth that is still to come.
    ['2030-01-01', '2026-01-01T00:00:00.000Z', '1 under 16'],
  ])('of somebody born on %s is at %s: %s', (born, at, band) => {
    expect(ageBandOf(born, at)).toBe(band)
  })
})
