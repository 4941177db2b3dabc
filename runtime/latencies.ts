import { build, type Histogram } from 'hdr-histogram-js'

/** Percentiles of recorded times, in ms. */
export interface LatencySummary {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const highestMs = 24 * 3_600_000

/**
 * Times in ms, kept in a histogram of constant size with three significant digits (HdrHistogram, Gil
 * Tene): percentiles of any number of values without keeping the values.
 */
export class Latencies {
  readonly #histogram: Histogram = build({
    highestTrackableValue: highestMs,
    numberOfSignificantValueDigits: 3,
  })
  #max = 0

  /** How many were recorded. */
  get count(): number {
    return this.#histogram.totalCount
  }

  /** Forgets all of them. */
  reset(): void {
    this.#histogram.reset()
    this.#max = 0
  }

  /** Takes one time; less than 0 counts as 0 and more than a day as a day. */
  record(ms: number): void {
    const whole = Math.min(highestMs, Math.max(0, Math.round(ms)))
    this.#histogram.recordValue(whole)
    if (whole > this.#max) this.#max = whole
  }

  /** All 0 when nothing was recorded. */
  summary(): LatencySummary {
    return {
      p50: this.#histogram.getValueAtPercentile(50),
      p99: this.#histogram.getValueAtPercentile(99),
      max: this.#max,
    }
  }
}
