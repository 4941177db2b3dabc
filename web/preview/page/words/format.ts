import type { NumberFormat } from '../../../../dashboards/panels/picture.ts'
import { durationFormatter } from './duration.ts'

interface Style {
  /** `1.2M` rather than `1,234,567`, from 10,000 on, for the ticks of an axis. */
  readonly isShort?: boolean
  /** Undefined = the reader's; given in tests. */
  readonly locale?: string
}

export type FormatNumber = (value: number | null) => string

/** Writes numbers as the reader's locale does. */
export function numberFormatter(format: NumberFormat, style: Style = {}): FormatNumber {
  const { unit } = format
  if (unit.kind === 'time') return momentFormatter(style.locale)
  if (unit.kind === 'bytes') return bytesFormatter(format, style)
  if (unit.kind === 'duration') {
    const write = durationFormatter(unit.ms, style.locale)
    return (value) => (value === null ? '–' : write(value))
  }
  const write = style.isShort === true ? shortWriter(format, style.locale) : wholeWriter(format, style.locale) // prettier-ignore
  const [before, after] = unit.kind === 'affix' ? [unit.before, unit.after] : ['', '']
  return (value) => (value === null ? '–' : before + write(value) + after)
}

function wholeWriter(format: NumberFormat, locale: string | undefined) {
  const formatter = new Intl.NumberFormat(locale, { ...decimalsOf(format), ...unitOptions(format.unit) }) // prettier-ignore
  return (value: number) => formatter.format(value)
}

function decimalsOf({ decimalsMin, decimalsMax }: NumberFormat): Intl.NumberFormatOptions {
  return { minimumFractionDigits: decimalsMin, maximumFractionDigits: decimalsMax }
}

/** From here on a figure is abbreviated where it is to be short; a share is one of 100 %. */
const longFrom = 10_000

/** Three digits tell the ticks of an axis apart, of 0.05 as of 1,250,000; those of 1,180 are four. */
function shortWriter({ unit }: NumberFormat, locale: string | undefined) {
  const options = unitOptions(unit)
  const formatters = {
    long: new Intl.NumberFormat(locale, { ...options, notation: 'compact', maximumSignificantDigits: 3 }), // prettier-ignore
    whole: new Intl.NumberFormat(locale, { ...options, maximumFractionDigits: 0 }),
    fine: new Intl.NumberFormat(locale, { ...options, maximumSignificantDigits: 3 }),
  }
  const factor = unit.kind === 'percent' ? 100 : 1
  return (value: number) => {
    const size = Math.abs(value) * factor
    // What would be rounded up to it is abbreviated, too.
    const kind = size >= longFrom - 0.5 ? 'long' : size >= 100 ? 'whole' : 'fine'
    return formatters[kind].format(value)
  }
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** In steps of 1,024, as Kibana writes bytes; Intl alone would write a gigabyte as `1BB`. */
function bytesFormatter(format: NumberFormat, style: Style): FormatNumber {
  const formatters = byteUnits.map(
    (unit) =>
      new Intl.NumberFormat(style.locale, {
        ...decimalsOf(format),
        style: 'unit',
        unit,
        unitDisplay: unit === 'byte' ? 'narrow' : 'short',
      }),
  )
  return (value) => {
    if (value === null) return '–'
    const power = Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)
    const step = Math.min(power, byteUnits.length - 1)
    return formatters[step]?.format(value / 1024 ** step) ?? String(value)
  }
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
    case 'bytes':
    case 'duration':
    case 'affix':
      return {}
    case 'percent':
      return { style: 'percent' }
    case 'currency':
      return { style: 'currency', currency: unit.code }
  }
}

/**
 * A figure as it may be written, the longest first, for where there is not room for all of it. The
 * first is the whole of it.
 */
export function writings(
  format: NumberFormat,
  value: number | null,
  locale?: string,
): readonly [string, ...string[]] {
  const whole = numberFormatter(format, { ...(locale === undefined ? {} : { locale }) })(value)
  if (value === null || format.unit.kind !== 'time') return [whole]
  const time = { hour: '2-digit', minute: '2-digit' } as const
  const lengths: Intl.DateTimeFormatOptions[] = [
    { day: 'numeric', month: 'short', ...time, second: '2-digit' },
    { day: 'numeric', month: 'short', ...time },
    { day: 'numeric', month: 'numeric', ...time },
  ]
  return [whole, ...lengths.map((length) => new Intl.DateTimeFormat(locale, length).format(value))]
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
