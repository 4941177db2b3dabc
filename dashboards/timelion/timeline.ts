import { invalidDashboard } from '../invalid.ts'
import { checkBucketCount, type Interval, parseInterval } from '../panels/interval.ts'
import { type Period } from '../panels/period.ts'

/** The times for which every series of a chart has a point. */
export interface Timeline {
  readonly period: Period
  readonly interval: Interval
  readonly times: readonly number[]
}

/** Kibana's `timelion:target_buckets`. */
const targetBuckets = 200

/**
 * The timeline of a chart as Kibana makes it: from the beginning of the unit (not of the interval)
 * in which the period begins, in steps of the interval, to before its end.
 *
 * @throws PipelineError `dashboards.invalid` when it has more points than are allowed.
 */
export function timelineOf(period: Period, interval: string): Timeline {
  const spanMs = period.toMs - period.fromMs
  const chosen = parseInterval(interval === 'auto' ? autoInterval(spanMs) : interval)
  checkBucketCount(spanMs, chosen)
  const times: number[] = []
  const start = startOfUnit(period.fromMs, chosen.unit)
  for (let time = start; time < period.toMs; time = shiftTime(start, times.length, chosen)) {
    times.push(time)
  }
  return { period, interval: chosen, times }
}

/** The length of interval that Kibana rounds a two-hundredth of the period to. */
function autoInterval(spanMs: number): string {
  const aimedMs = spanMs / targetBuckets
  return scale.find(({ upToMs }) => aimedMs <= upToMs)?.interval ?? '1y'
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const scale = [
  { upToMs: 500, interval: '100ms' },
  { upToMs: 5000, interval: '1s' },
  { upToMs: 7500, interval: '5s' },
  { upToMs: 15_000, interval: '10s' },
  { upToMs: 45_000, interval: '30s' },
  { upToMs: 3 * minuteMs, interval: '1m' },
  { upToMs: 7.5 * minuteMs, interval: '5m' },
  { upToMs: 20 * minuteMs, interval: '10m' },
  { upToMs: 45 * minuteMs, interval: '30m' },
  { upToMs: 2 * hourMs, interval: '1h' },
  { upToMs: 6 * hourMs, interval: '3h' },
  { upToMs: dayMs, interval: '12h' },
  { upToMs: 7 * dayMs, interval: '24h' },
  { upToMs: 21 * dayMs, interval: '1w' },
  { upToMs: 42 * dayMs, interval: '30d' },
]

/** In UTC, as on a Kibana server that runs in UTC. */
function startOfUnit(ms: number, unit: Interval['unit']): number {
  const date = new Date(ms)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  switch (unit) {
    case 'y':
      return Date.UTC(year, 0, 1)
    case 'M':
      return Date.UTC(year, month, 1)
    case 'w':
      return Date.UTC(year, month, day - date.getUTCDay())
    case 'd':
    case 'h':
    case 'm':
    case 's':
    case 'ms': {
      const { ms: unitMs } = parseInterval(`1${unit}`)
      return Math.floor(ms / unitMs) * unitMs
    }
  }
}

/** Moves a time by steps of an interval; a month is one of the calendar. */
function shiftTime(ms: number, steps: number, { unit, count, ms: intervalMs }: Interval): number {
  if (unit !== 'M' && unit !== 'y') return ms + steps * intervalMs
  const date = new Date(ms)
  const months = steps * count * (unit === 'y' ? 12 : 1)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = Math.min(date.getUTCDate(), lastDay)
  return Date.UTC(year, month, day) + (ms % dayMs)
}

/** How far a series is taken from before or after the period that is shown. */
export interface Offset {
  /** The period that the data is taken from. */
  readonly shiftPeriod: (period: Period) => Period
  /** The time under which a point of that period is shown. */
  readonly shiftBack: (timeMs: number) => number
}

/**
 * Reads `-1w`, `+1d` or `timerange:-1` (the period before this one, as long as this one).
 *
 * @throws PipelineError `dashboards.invalid` for anything else.
 */
export function parseOffset(text: string, { fromMs, toMs }: Period): Offset {
  const parts = /^(?<sign>[+-])(?<interval>\d+[smhdwMy])$/.exec(resolveRange(text, toMs - fromMs))
  if (parts?.groups === undefined) {
    throw invalidDashboard(`Timelion: expected an offset such as -1w or timerange:-1, got ${text}`)
  }
  const { sign, interval: length = '' } = parts.groups
  const interval = parseInterval(length)
  const steps = sign === '-' ? -1 : 1
  return {
    shiftPeriod: (period) => ({
      ...period,
      fromMs: shiftTime(period.fromMs, steps, interval),
      toMs: shiftTime(period.toMs, steps, interval),
    }),
    shiftBack: (timeMs) => shiftTime(timeMs, -steps, interval),
  }
}

function resolveRange(text: string, spanMs: number): string {
  const factor = Number(/^timerange:(-[\d.]+)$/.exec(text)?.[1])
  return Number.isNaN(factor) ? text : `${Math.round((spanMs / 1000) * factor)}s`
}
