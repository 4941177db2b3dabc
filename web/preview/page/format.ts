import type { NumberFormat } from '../../../dashboards/panels/picture.ts'

interface Style {
  /** `1.2M` rather than `1,234,567`, for the ticks of an axis. */
  readonly isShort?: boolean
  /** Undefined = the reader's; given in tests. */
  readonly locale?: string
}

export type FormatNumber = (value: number | null) => string

/** Writes numbers as the reader's locale does. */
export function numberFormatter(
  format: NumberFormat,
  { isShort, locale }: Style = {},
): FormatNumber {
  const { unit } = format
  if (unit.kind === 'time') return momentFormatter(locale)
  const length: Intl.NumberFormatOptions =
    isShort === true
      ? { notation: 'compact', maximumFractionDigits: 1 }
      : {
          minimumFractionDigits: format.decimalsMin,
          maximumFractionDigits: format.decimalsMax,
        }
  const formatter = new Intl.NumberFormat(locale, { ...length, ...unitOptions(unit) })
  const [before, after] = unit.kind === 'affix' ? [unit.before, unit.after] : ['', '']
  return (value) => (value === null ? '–' : before + formatter.format(value) + after)
}

/** A moment in epoch ms, to the second. */
function momentFormatter(locale: string | undefined): FormatNumber {
  const formatter = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
  return (value) => (value === null ? '–' : formatter.format(value))
}

function unitOptions(unit: NumberFormat['unit']): Intl.NumberFormatOptions {
  switch (unit.kind) {
    case 'none':
    case 'time':
    case 'affix':
      return {}
    case 'percent':
      return { style: 'percent' }
    case 'bytes':
      return { style: 'unit', unit: 'byte', unitDisplay: 'narrow', notation: 'compact' }
    case 'currency':
      return { style: 'currency', currency: unit.code }
  }
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

type FormatTime = (timeMs: number) => string

/** Ticks of a time axis: as much of date and time as tells them apart over this span. */
export function tickFormatter(spanMs: number, locale?: string): FormatTime {
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    ...(spanMs <= 10 * minuteMs ? { second: '2-digit' } : {}),
  })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric' })
  if (spanMs > 200 * dayMs) return (timeMs) => month.format(timeMs)
  return (timeMs) => (isMidnight(timeMs) || spanMs > 8 * dayMs ? day : time).format(timeMs)
}

function isMidnight(timeMs: number): boolean {
  const date = new Date(timeMs)
  return date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0
}

/** The time that a bucket stands for: `21 Nov, 06:00 – 06:30`. */
export function bucketFormatter(intervalMs: number, locale?: string): FormatTime {
  const isShort = intervalMs < minuteMs
  const formatter = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(intervalMs < dayMs ? { hour: '2-digit', minute: '2-digit' } : {}),
    ...(isShort ? { second: '2-digit' } : {}),
  })
  const lastMs = intervalMs < dayMs ? intervalMs : intervalMs - dayMs
  return (timeMs) => formatter.formatRange(timeMs, timeMs + lastMs)
}

/** A moment to the second, for the line that says when the page was refreshed. */
export function clockTime(timeMs: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(timeMs)
}

/** A period with both ends, for the reader of a custom one. */
export function periodText(fromMs: number, toMs: number): string {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).formatRange(fromMs, toMs)
}
