/** What is shown: from and to in epoch ms, and the zone in which days begin. */
export interface Period {
  readonly fromMs: number
  readonly toMs: number
  /** IANA name. */
  readonly zone: string
}

type PeriodResult =
  { readonly ok: true; readonly period: Period } | { readonly ok: false; readonly problem: string }

interface PeriodText {
  readonly from: string
  readonly to: string
  readonly zone: string
}

const dayMs = 24 * 60 * 60 * 1000
export const periodSpanMsMin = 1000
/** Three years; more would ask for nothing that a chart of some hundred points can show. */
export const periodSpanMsMax = 1100 * dayMs
const earliestMs = Date.UTC(1970, 0, 1)
const latestMs = Date.UTC(2100, 0, 1)

/** Reads a period as Kibana's time picker writes it: `now-24h`, or UTC with a Z. */
export function parsePeriod({ from, to, zone }: PeriodText, nowMs: number): PeriodResult {
  const fromMs = parseMoment(from, nowMs)
  const toMs = parseMoment(to, nowMs)
  if (fromMs === undefined) return { ok: false, problem: `from: ${expectedMoment(from)}` }
  if (toMs === undefined) return { ok: false, problem: `to: ${expectedMoment(to)}` }
  if (!isZone(zone)) {
    return { ok: false, problem: `zone: expected an IANA time zone, got ${shown(zone)}` }
  }
  const problem = spanProblem(fromMs, toMs)
  return problem === undefined
    ? { ok: true, period: { fromMs, toMs, zone } }
    : { ok: false, problem }
}

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs }

function parseMoment(text: string, nowMs: number): number | undefined {
  const relative = /^now(?:(?<sign>[+-])(?<count>\d{1,6})(?<unit>[smhdw]))?$/.exec(text)?.groups
  if (relative !== undefined) {
    const { sign, count = '0', unit = 's' } = relative
    const distance = Number(count) * unitMs[unit as keyof typeof unitMs]
    return within(sign === '-' ? nowMs - distance : nowMs + distance)
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text)) return undefined
  return within(Date.parse(text))
}

function within(ms: number): number | undefined {
  return ms >= earliestMs && ms < latestMs ? ms : undefined
}

function expectedMoment(came: string): string {
  return `expected now, now-24h or 2026-11-21T08:00:00Z, from 1970 to 2100; got ${shown(came)}`
}

function spanProblem(fromMs: number, toMs: number): string | undefined {
  const spanMs = toMs - fromMs
  if (spanMs < 0) return 'The period ends before it begins: from is after to.'
  if (spanMs < periodSpanMsMin) return 'The period is shorter than a second.'
  if (spanMs <= periodSpanMsMax) return undefined
  const days = Math.ceil(spanMs / dayMs)
  return `The period is ${days} days long; at most ${periodSpanMsMax / dayMs} can be shown.`
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}
