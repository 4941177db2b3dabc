import { isRelative, type PeriodText, presets, type Span } from './period.ts'

const minuteMs = 60_000

interface Reader {
  /** Undefined = the reader's. */
  readonly locale?: string
  readonly zone?: string
  /** The one that goes without saying; undefined = that of today. */
  readonly year?: number
}

/** Both ends as the reader writes them: `20 Nov, 14:05 – 21 Nov, 14:05`. */
export function spanText({ fromMs, toMs }: Span, reader: Reader = {}): string {
  const { locale, zone, year = new Date().getFullYear() } = reader
  const isOfThisYear = [fromMs, toMs].every((ms) => new Date(ms).getFullYear() === year)
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(isOfThisYear ? {} : { year: 'numeric' }),
    ...(toMs - fromMs < 10 * minuteMs ? { second: '2-digit' } : {}),
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).formatRange(fromMs, toMs)
}

/** A moment for a field that can be typed in: in the reader's zone, to the second if it has one. */
export function typedText(moment: string): string {
  if (isRelative(moment)) return moment
  const ms = Date.parse(moment)
  if (Number.isNaN(ms)) return moment
  const localMs = ms - new Date(ms).getTimezoneOffset() * minuteMs
  const length = ms % minuteMs === 0 ? 'yyyy-mm-dd hh:mm'.length : 'yyyy-mm-dd hh:mm:ss'.length
  return new Date(localMs).toISOString().replace('T', ' ').slice(0, length)
}

const units = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const

/** What people call it: `Last 24 hours`; undefined = it has no name. */
export function periodName({ from, to }: PeriodText): string | undefined {
  if (to !== 'now') return undefined
  const preset = presets.find((one) => one.from === from)
  if (preset !== undefined) return preset.name
  const parts = /^now-(?<count>\d+)(?<unit>[smhdw])$/.exec(from)?.groups
  if (parts === undefined) return undefined
  const { count = '', unit = 's' } = parts
  const name = units[unit as keyof typeof units]
  return Number(count) === 1 ? `Last ${name}` : `Last ${Number(count)} ${name}s`
}

/** The reader's zone with its distance from UTC: `Europe/Paris (GMT+1)`. */
export function zoneText(atMs: number): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' }).formatToParts(atMs)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return offset === timeZone || offset === '' ? timeZone : `${timeZone} (${offset})`
}
