import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketStep, pixelOf, spanBetween, timeAt } from './time-span.ts'

const scale = { leftPx: 100, rightPx: 300, fromMs: 1_000_000, toMs: 1_200_000 }

describe('spanBetween', () => {
  test('is the time between two places, in either direction', () => {
    const expected = { fromMs: 1_050_000, toMs: 1_100_000 }

    expect(spanBetween(150, 200, scale)).toEqual(expected)
    expect(spanBetween(200, 150, scale)).toEqual(expected)
  })

  test('ends where the axis ends', () => {
    expect(spanBetween(-50, 900, scale)).toEqual({ fromMs: 1_000_000, toMs: 1_200_000 })
  })

  test('is a second at least, and whole milliseconds', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 400, noNaN: true }), (px) => {
        const { fromMs, toMs } = spanBetween(px, px + 0.3, scale)

        expect(toMs - fromMs).toBeGreaterThanOrEqual(1000)
        expect([fromMs, toMs].every(Number.isInteger)).toBe(true)
      }),
    )
  })
})

test('a time and its pixel belong to each other', () => {
  expect(timeAt(pixelOf(1_130_000, scale), scale)).toBe(1_130_000)
})

describe('bucketStep', () => {
  test('moves one bucket, and ends at the ends', () => {
    const move = (key: string, at: number) =>
      bucketStep(key, { anchor: at, at }, { count: 10, isExtending: false })?.at

    expect([move('ArrowLeft', 5), move('ArrowRight', 5)]).toEqual([4, 6])
    expect([move('ArrowLeft', 0), move('ArrowRight', 9)]).toEqual([0, 9])
    expect([move('Home', 5), move('End', 5)]).toEqual([0, 9])
  })

  test('leaves the other end where it is when it extends', () => {
    const choice = bucketStep('ArrowLeft', { anchor: 5, at: 5 }, { count: 10, isExtending: true })

    expect(choice).toEqual({ anchor: 5, at: 4 })
  })

  test('knows no other key', () => {
    const options = { count: 10, isExtending: false }

    expect(bucketStep('toString', { anchor: 5, at: 5 }, options)).toBeUndefined()
  })
})
