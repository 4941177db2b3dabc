import { type Punctuality } from '../pace.ts'
import { type Thresholds } from './scenario.ts'

/** A threshold that a run was held against. */
export interface ThresholdResult {
  /** As the scenario calls it. */
  readonly name: keyof Thresholds
  readonly limit: number
  readonly got: number
  readonly isKept: boolean
}

/** What of the thresholds of a scenario a run has kept, in the order of the scenario. */
export function checkThresholds(
  thresholds: Thresholds,
  live: Punctuality,
): readonly ThresholdResult[] {
  return Object.entries(thresholds).flatMap(([key, limit]) => {
    if (limit === undefined) return []
    const name = key as keyof Thresholds
    const got = measures[name](live)
    return [{ name, limit, got, isKept: got <= limit }]
  })
}

const measures: Readonly<Record<keyof Thresholds, (live: Punctuality) => number>> = {
  send_delay_p50_ms: ({ delayMs }) => delayMs.p50,
  send_delay_p99_ms: ({ delayMs }) => delayMs.p99,
  send_delay_max_ms: ({ delayMs }) => delayMs.max,
  late_share: ({ late, due }) => (due === 0 ? 0 : late / due),
  dropped: ({ dropped }) => dropped,
}
