import { describe, expect, it } from 'vitest'
import { limits } from '../../contracts/limits.ts'
import { Clocks } from './clocks.ts'

const from = Date.UTC(2026, 0, 5)
/** Customer 2 belongs to producer 3. */
const customer = 2
const producer = 3

describe('the clock of a producer', () => {
  it('is right before the begin, and for other producers', () => {
    const steps = [{ after_seconds: 0, offset_seconds: -240 }]
    const clocks = new Clocks([{ producer, drift_ppm: 0, steps }], from)

    expect(clocks.offsetMs(customer, from - 1)).toBe(0)
    expect(clocks.offsetMs(customer + 1, from)).toBe(0)
    expect(clocks.offsetMs(customer, from)).toBe(-240_000)
  })

  it('steps back and recovers', () => {
    const steps = [
      { after_seconds: 60, offset_seconds: -240 },
      { after_seconds: 120, offset_seconds: 0 },
    ]
    const clocks = new Clocks([{ producer, drift_ppm: 0, steps }], from)

    const offsets = [59_999, 60_000, 119_999, 120_000].map((at) =>
      clocks.offsetMs(customer, from + at),
    )

    expect(offsets).toEqual([0, -240_000, -240_000, 0])
  })

  it('drifts from the last step on', () => {
    const steps = [{ after_seconds: 1000, offset_seconds: -1 }]
    const clocks = new Clocks([{ producer, drift_ppm: 100, steps }], from)

    expect(clocks.offsetMs(customer, from + 900_000)).toBe(90)
    expect(clocks.offsetMs(customer, from + 1_000_000)).toBe(-1000)
    expect(clocks.offsetMs(customer, from + 2_000_000)).toBe(-900)
  })

  it('is never further ahead than readers accept', () => {
    const clocks = new Clocks([{ producer, drift_ppm: 10_000, steps: [] }], from)

    expect(clocks.offsetMs(customer, from + 86_400_000)).toBe(limits.futureToleranceMs)
  })
})
