/** As Kibana writes it: `now-24h`, or a moment in UTC. */
export interface PeriodText {
  readonly from: string
  readonly to: string
}

/** In epoch ms. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export const presets = [
  { from: 'now-15m', label: '15 min', name: 'Last 15 minutes' },
  { from: 'now-1h', label: '1 h', name: 'Last hour' },
  { from: 'now-24h', label: '24 h', name: 'Last 24 hours' },
  { from: 'now-7d', label: '7 d', name: 'Last 7 days' },
  { from: 'now-30d', label: '30 d', name: 'Last 30 days' },
] as const

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** What the server answers for: see dashboards/panels/period.ts. */
const spanMsMin = 1000
const spanMsMax = 1100 * dayMs
const earliestMs = Date.UTC(1970, 0, 1)
const latestMs = Date.UTC(2100, 0, 1) - 1

const unitMs = { s: 1000, m: minuteMs, h: hourMs, d: dayMs, w: 7 * dayMs } as const
type Unit = keyof typeof unitMs

/** Whether it moves with the clock. */
export function isRelative(moment: string): boolean {
  return moment.startsWith('now')
}

/** Epoch ms of `now`, `now-3h` or `2026-11-21T08:00:00Z`; undefined = it is none of these. */
export function momentMs(moment: string, nowMs: number): number | undefined {
  const relative = /^now(?:(?<sign>[+-])(?<count>\d{1,6})(?<unit>[smhdw]))?$/.exec(moment)?.groups
  if (relative !== undefined) {
    const { sign, count = '0', unit = 's' } = relative
    const distanceMs = Number(count) * unitMs[unit as Unit]
    return within(sign === '-' ? nowMs - distanceMs : nowMs + distanceMs)
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(moment)) return undefined
  return within(Date.parse(moment))
}

function within(ms: number): number | undefined {
  return ms >= earliestMs && ms <= latestMs ? ms : undefined
}

/** Undefined = an end of it cannot be read. */
export function spanOf({ from, to }: PeriodText, nowMs: number): Span | undefined {
  const fromMs = momentMs(from, nowMs)
  const toMs = momentMs(to, nowMs)
  return fromMs === undefined || toMs === undefined ? undefined : { fromMs, toMs }
}

/** A span that stays where it is, made as long as the server wants it when it is not. */
export function fixedPeriod({ fromMs, toMs }: Span): PeriodText {
  const spanMs = Math.round(Math.min(Math.max(toMs - fromMs, spanMsMin), spanMsMax))
  const wantedMs = Math.round((fromMs + toMs - spanMs) / 2)
  const startMs = Math.min(Math.max(wantedMs, earliestMs), latestMs - spanMsMin)
  return { from: inUtc(startMs), to: inUtc(Math.min(startMs + spanMs, latestMs)) }
}

function inUtc(ms: number): string {
  return new Date(ms).toISOString()
}

/** A period that ends now and moves with the clock, at least as long as this. */
function latestPeriod(spanMs: number): PeriodText {
  const longMs = Math.min(Math.max(spanMs, spanMsMin), spanMsMax)
  // Up to two days are hours, as people say it: `now-24h`, `now-7d`.
  const units: readonly Unit[] = longMs <= 2 * dayMs ? ['h', 'm', 's'] : ['d', 'h', 'm', 's']
  const whole = units.find((unit) => longMs % unitMs[unit] === 0 && isWritable(longMs, unit))
  const unit = whole ?? units.findLast((one) => isWritable(longMs, one)) ?? 'd'
  return { from: `now-${Math.ceil(longMs / unitMs[unit])}${unit}`, to: 'now' }
}

/** Six digits are read. */
function isWritable(spanMs: number, unit: Unit): boolean {
  return Math.ceil(spanMs / unitMs[unit]) < 1_000_000
}

/**
 * The same length, half of it earlier (-1) or later (1). It never goes beyond now: there it becomes
 * the latest such period, which moves with the clock again.
 */
export function shifted({ fromMs, toMs }: Span, direction: -1 | 1, nowMs: number): PeriodText {
  const spanMs = toMs - fromMs
  const byMs = (direction * spanMs) / 2
  // Not quite now either: one step back and one forward lead to where they began.
  if (direction === 1 && toMs + byMs >= nowMs - spanMs / 20) return latestPeriod(spanMs)
  return fixedPeriod({ fromMs: fromMs + byMs, toMs: toMs + byMs })
}

/** Twice as long around the same middle; not beyond now, unless it was already. */
export function widened({ fromMs, toMs }: Span, nowMs: number): PeriodText {
  const spanMs = Math.min(2 * (toMs - fromMs), spanMsMax)
  const byMs = (spanMs - (toMs - fromMs)) / 2
  if (toMs <= nowMs && toMs + byMs >= nowMs) return latestPeriod(spanMs)
  return fixedPeriod({ fromMs: fromMs - byMs, toMs: toMs + byMs })
}

export type TypedMoment =
  { readonly ok: true; readonly moment: string } | { readonly ok: false; readonly problem: string }

/** What a reader types: `now-3h`, or a date and time of their own zone, or one in UTC with a Z. */
export function readTyped(typed: string): TypedMoment {
  const text = typed.trim()
  const relative = text.toLowerCase().replaceAll(/\s/g, '')
  if (momentMs(relative, Date.UTC(2026, 0)) !== undefined) return { ok: true, moment: relative }
  const ms = typedMs(text)
  if (ms !== undefined) return { ok: true, moment: inUtc(ms) }
  return { ok: false, problem: 'Expected now, now-3h or 2026-11-21 08:00, from 1970 to 2100.' }
}

function typedMs(text: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?(Z)?)?$/i.exec(text)
  if (parts === null) return undefined
  const [, day = '', minute = '00:00', second = ':00', zone = ''] = parts
  // A day that its month does not have would become one of the next.
  const isDay = inUtc(Date.parse(`${day}T00:00Z`) || 0).startsWith(day)
  const ms = Date.parse(`${day}T${minute}${second}${zone.toUpperCase()}`)
  return isDay && !Number.isNaN(ms) ? within(ms) : undefined
}

/** Why the server would not show this, for the reader who typed it. */
export function spanProblem({ fromMs, toMs }: Span): string | undefined {
  const spanMs = toMs - fromMs
  if (spanMs < spanMsMin) return 'Expected an end at least a second after the beginning.'
  if (spanMs <= spanMsMax) return undefined
  return `Expected a period of at most ${spanMsMax / dayMs} days.`
}
