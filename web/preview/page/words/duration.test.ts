import { describe, expect, test } from 'vitest'
import { durationFormatter, durationStep } from './duration.ts'

const hourMs = 3_600_000

describe('durationFormatter', () => {
  test.each([
    [0, '0 s'],
    [0.045, '0.045 ms'],
    [450, '450 ms'],
    [14_466, '14.5 s'],
    [90_000, '1.5 min'],
    [22 * hourMs, '22 h'],
    [24 * hourMs, '24 h'],
    [72 * hourMs, '3 d'],
    [-1500, '-1.5 s'],
  ])('writes %s ms as people say it', (ms, text) => {
    expect(durationFormatter(1, 'en-GB')(ms)).toBe(text)
  })

  test('writes other units, and as the reader does', () => {
    expect(durationFormatter(1000, 'de-DE')(1.5)).toBe('1,5 s')
    expect(durationFormatter(60_000, 'en-GB')(90)).toBe('1.5 h')
  })
})

describe('durationStep', () => {
  test.each([
    [24 * hourMs, 5, 6 * hourMs],
    [14_466, 5, 5000],
    [100_000, 4, 30_000],
    [700 * 24 * hourMs, 4, 200 * 24 * hourMs],
  ])('of %s ms on %s labels is one that people count in', (largest, count, step) => {
    expect(durationStep(largest, count, 1)).toBe(step)
    expect(durationStep(largest / 1000, count, 1000)).toBe(step / 1000)
  })

  test('is left to the chart for what is short, or longer than any step', () => {
    expect(durationStep(450, 5, 1)).toBeUndefined()
    expect(durationStep(0, 5, 1)).toBeUndefined()
    expect(durationStep(1e15, 5, 1)).toBeUndefined()
  })
})
