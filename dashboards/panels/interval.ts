import { invalidDashboard } from '../invalid.ts'

/** Length of a bucket over time. */
export interface Interval {
  /** As Kibana writes it: `30m`, `12h`, `1d`. */
  readonly expression: string
  readonly count: number
  readonly unit: IntervalUnit
  /** Nominal: a month has 30 days and a year 365. */
  readonly ms: number
}

type IntervalUnit = keyof typeof unitMs

const unitMs = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_592_000_000,
  y: 31_536_000_000,
}

/** @throws PipelineError `dashboards.invalid` for what is no length of time. */
export function parseInterval(expression: string): Interval {
  const parts = /^(?<count>[1-9]\d{0,5})(?<unit>ms|[smhdwMy])$/.exec(expression)?.groups
  const unit = parts?.['unit'] as IntervalUnit | undefined
  if (parts === undefined || unit === undefined) {
    throw invalidDashboard(`expected an interval such as 30m or 1d, got ${expression}`)
  }
  const count = Number(parts['count'])
  return { expression, count, unit, ms: count * unitMs[unit] }
}

/**
 * The interval of a chart whose definition says `auto`: Kibana aims at so many bars, and takes the
 * length of the rounded scale that is next above.
 */
export function autoInterval(spanMs: number, targetBuckets = 50): Interval {
  const aimedMs = spanMs / targetBuckets
  if (aimedMs < 500) return parseInterval(`${Math.max(1, Math.floor(aimedMs))}ms`)
  const next = scale.find(({ belowMs }) => aimedMs < belowMs)
  return parseInterval(next?.interval ?? '1y')
}

const scale = [
  { belowMs: 5000, interval: '1s' },
  { belowMs: 7500, interval: '5s' },
  { belowMs: 15_000, interval: '10s' },
  { belowMs: 45_000, interval: '30s' },
  { belowMs: 3 * unitMs.m, interval: '1m' },
  { belowMs: 9 * unitMs.m, interval: '5m' },
  { belowMs: 20 * unitMs.m, interval: '10m' },
  { belowMs: 45 * unitMs.m, interval: '30m' },
  { belowMs: 2 * unitMs.h, interval: '1h' },
  { belowMs: 6 * unitMs.h, interval: '3h' },
  { belowMs: unitMs.d, interval: '12h' },
  { belowMs: unitMs.w, interval: '1d' },
  { belowMs: 3 * unitMs.w, interval: '1w' },
  { belowMs: unitMs.y, interval: '1M' },
]

/**
 * How Elasticsearch is told: one of a unit is a unit of the calendar, several are a fixed length.
 *
 * @throws PipelineError `dashboards.invalid` for several weeks, months or years, which it cannot.
 */
export function dateHistogramInterval({ expression, count, unit }: Interval): object {
  const isFixedUnit = unit === 'ms' || unit === 's'
  if (count === 1 && !isFixedUnit) return { calendar_interval: expression }
  if (!['w', 'M', 'y'].includes(unit)) return { fixed_interval: expression }
  throw invalidDashboard(`Elasticsearch has no interval ${expression}: of w, M and y only one`)
}

/** Most buckets over time that a panel may ask for, as in Kibana's `timelion:max_buckets`. */
export const bucketsMax = 2000

/** @throws PipelineError `dashboards.invalid` when a panel asks for too many. */
export function checkBucketCount(spanMs: number, { ms, expression }: Interval): void {
  const buckets = Math.ceil(spanMs / ms)
  if (buckets <= bucketsMax) return
  throw invalidDashboard(
    `an interval of ${expression} makes ${buckets} buckets of this period; at most ${bucketsMax} are allowed`,
    { action: 'Choose a shorter period, or give the panel the interval auto.' },
  )
}
