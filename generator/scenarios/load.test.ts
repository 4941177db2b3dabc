import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedBetween, type Load, loadOf } from './load.ts'
import { Stage } from './stage.ts'

const from = Date.UTC(2026, 0, 5)
const minute = 60_000

function load(...stages: readonly object[]): Load {
  return loadOf(
    stages.map((stage) => Stage.parse(stage)),
    { from, rhythm: 'steady' },
  )
}

/** Events a second at a moment after the begin. */
function rateAt({ phases }: Load, ms: number): number {
  return phases.findLast((phase) => phase.from <= from + ms)?.perSecond ?? NaN
}

function eventsOf(each: Load): number {
  return Math.round(expectedBetween(each, from, each.endMs))
}

describe('a stage', () => {
  it('that is constant has one rate', () => {
    const constant = load({ kind: 'constant', for: '1m', rate: 50 })

    expect(constant.phases).toEqual([{ from, perSecond: 50, rhythm: 'steady' }])
    expect(eventsOf(constant)).toBe(3000)
  })

  it('that is a ramp rises on a straight line, and has as many events as one', () => {
    const ramp = load({ kind: 'ramp', for: '1m', from: 0, to: 100 })

    expect(rateAt(ramp, 500)).toBeCloseTo(0.83, 1)
    expect(rateAt(ramp, minute / 2)).toBeCloseTo(50, -1)
    expect(rateAt(ramp, minute - 1)).toBeCloseTo(99.2, 1)
    expect(eventsOf(ramp)).toBe(3000)
  })

  it('that is long changes its rate 120 times at most', () => {
    expect(load({ kind: 'ramp', for: '10h', from: 1, to: 100 }).phases).toHaveLength(120)
  })

  it('of steps has steps of equal length, from the first rate to the last', () => {
    const steps = load({ kind: 'steps', for: '3m', from: 10, to: 30, count: 3 })

    expect(steps.phases.map((phase) => [phase.from - from, phase.perSecond])).toEqual([
      [0, 10],
      [minute, 20],
      [2 * minute, 30],
    ])
  })

  it('that is a sine swings around its mean', () => {
    const sine = load({ kind: 'sine', for: '2m', mean: 100, amplitude: 100, period: '1m' })

    expect(rateAt(sine, minute / 4)).toBeGreaterThan(198)
    expect(rateAt(sine, (3 * minute) / 4)).toBeLessThan(2)
    expect(eventsOf(sine)).toBe(12_000)
  })

  it('that is a spike has its peak in the middle fifth', () => {
    const spike = load({ kind: 'spike', for: '10s', base: 10, peak: 100 })

    expect([0, 3999, 4000, 5999, 6000].map((ms) => rateAt(spike, ms))).toEqual([10, 10, 100, 100, 10]) // prettier-ignore
  })
})

describe('stages', () => {
  it('follow each other without gap or overlap, each with its name', () => {
    const { windows, endMs } = load(
      { kind: 'ramp', for: '1m', from: 1, to: 2, name: 'up' },
      { kind: 'constant', for: '30s', rate: 2 },
    )

    expect(windows).toEqual([
      { name: 'up', from, to: from + minute },
      { name: 'constant', from: from + minute, to: from + 1.5 * minute },
    ])
    expect(endMs).toBe(from + 1.5 * minute)
  })

  it('have no end when the last one has none', () => {
    expect(load({ kind: 'constant', rate: 1 }).endMs).toBe(Infinity)
  })

  it('expect as many events in two halves as in the whole, wherever it is cut', () => {
    const whole = load(
      { kind: 'ramp', for: '1m', from: 0, to: 100 },
      { kind: 'sine', for: '1m', mean: 50, amplitude: 20, period: '10s' },
      { kind: 'spike', for: '1m', base: 5, peak: 500 },
    )

    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * minute }), (cut) => {
        const halves =
          expectedBetween(whole, from, from + cut) + expectedBetween(whole, from + cut, whole.endMs)
        expect(halves).toBeCloseTo(expectedBetween(whole, from, whole.endMs), 3)
      }),
      { seed: 5 },
    )
  })
})
