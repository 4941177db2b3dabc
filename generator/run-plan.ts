import { type Schedule } from './generate.ts'
import { foundingMs, historyRate, type WorldPlan } from './plan.ts'
import { dayMs, minuteMs } from './world/calendar.ts'

/** A run as somebody asks for it on the command line. */
export interface RunRequest {
  /** Events a second in the live part. */
  readonly rate: number
  /** Length of the live part, in ms; undefined = without end. */
  readonly for?: number | undefined
  /** Most events that are sent. */
  readonly events?: number | undefined
  readonly seed: number
  /** First moment of the world, epoch ms. */
  readonly start?: number | undefined
  /** Days of history. */
  readonly backfill: number
  readonly customers: number
}

interface Run {
  readonly plan: WorldPlan
  readonly schedule: Schedule
}

/** A Monday. Never the clock: what is not told must be the same tomorrow. */
export const defaultStartMs = Date.UTC(2026, 0, 5)

/**
 * The world and the schedule that were asked for. Only history without a start is reckoned from the
 * clock, to the minute; then the world's time is that of the clock.
 */
export function planRun(request: RunRequest, now: number): Run {
  const { rate, seed, customers, backfill, events: eventsMax } = request
  const historyMs = backfill * dayMs
  const isUpToNow = historyMs > 0 && request.start === undefined
  const present = Math.floor(now / minuteMs) * minuteMs
  const start = isUpToNow ? present - historyMs : (request.start ?? defaultStartMs)
  const liveFrom = start + Math.max(historyMs, foundingMs)
  const history = { from: start, perSecond: historyRate(customers), rhythm: 'daily' } as const
  const live = {
    from: historyMs > 0 ? liveFrom : start,
    perSecond: rate,
    rhythm: 'steady',
  } as const
  return {
    plan: { seed, start, customers, phases: historyMs > 0 ? [history, live] : [live] },
    schedule: {
      liveFrom,
      anchor: isUpToNow ? 'clock' : 'world',
      ...(request.for === undefined ? {} : { endMs: liveFrom + request.for }),
      ...(eventsMax === undefined ? {} : { eventsMax }),
    },
  }
}
