/** What the clock and the calendar of a place say. */
export interface LocalHour {
  /** 0 to 23. */
  readonly hour: number
  readonly day: LocalDay
}

/** A day of the calendar at a place. */
export interface LocalDay {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
  /** 0 is Monday, 6 is Sunday. */
  readonly weekday: number
  readonly daysInMonth: number
}

export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/**
 * The clock of a time zone, daylight saving time by the platform's `Intl`.
 *
 * Offsets are asked for once a day of world time, in the hours on a day of change, and kept: asking is
 * some thousand times dearer.
 */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat
  readonly #offsets = new Map<number, number>()
  readonly #hours = new Map<number, LocalHour>()

  private constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  }

  static of(zone: string): ZoneClock {
    const known = clocks.get(zone)
    if (known !== undefined) return known
    const clock = new ZoneClock(zone)
    clocks.set(zone, clock)
    return clock
  }

  /** How far the zone is ahead of UTC at a moment, in ms. Zones change on a full hour of UTC. */
  offsetMs(atMs: number): number {
    const midnight = Math.floor(atMs / dayMs) * dayMs
    const before = this.#offsetAt(midnight)
    if (before === this.#offsetAt(midnight + dayMs)) return before
    return this.#offsetAt(Math.floor(atMs / hourMs) * hourMs)
  }

  localHour(atMs: number): LocalHour {
    const hour = Math.floor(atMs / hourMs)
    const known = this.#hours.get(hour)
    if (known !== undefined) return known
    const local = this.#tell(atMs)
    // Where clocks are half an hour off, a local hour is not an hour of UTC.
    if (this.offsetMs(atMs) % hourMs === 0) this.#hours.set(hour, local)
    return local
  }

  /**
   * The moment at which a day's clock shows a time. A time that daylight saving skips is taken as
   * much later as was skipped; of one that comes twice, the first.
   *
   * @param timeMs since the midnight of the clock
   */
  toUtc({ year, month, day }: Pick<LocalDay, 'year' | 'month' | 'day'>, timeMs: number): number {
    const asIfUtc = Date.UTC(year, month - 1, day) + timeMs
    const before = this.offsetMs(asIfUtc - dayMs)
    const early = asIfUtc - before
    if (this.offsetMs(early) === before) return early
    const late = asIfUtc - this.offsetMs(asIfUtc + dayMs)
    return late + this.offsetMs(late) === asIfUtc ? late : early
  }

  #tell(atMs: number): LocalHour {
    const localMs = atMs + this.offsetMs(atMs)
    const dayNumber = Math.floor(localMs / dayMs)
    return { hour: Math.floor((localMs - dayNumber * dayMs) / hourMs), day: dayOf(dayNumber) }
  }

  #offsetAt(atMs: number): number {
    const known = this.#offsets.get(atMs)
    if (known !== undefined) return known
    const offset = this.#ask(atMs)
    this.#offsets.set(atMs, offset)
    return offset
  }

  #ask(atMs: number): number {
    const part = this.#format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(part?.value ?? '') ?? []
    if (sign === undefined) return 0
    return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs)
  }
}

const clocks = new Map<string, ZoneClock>()

/** A day by its number since 1 January 1970. */
export function dayOf(dayNumber: number): LocalDay {
  const known = days.get(dayNumber)
  if (known !== undefined) return known
  const date = new Date(dayNumber * dayMs)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth() + 1
  const day = {
    year,
    month,
    day: date.getUTCDate(),
    weekday: (date.getUTCDay() + 6) % 7,
    daysInMonth: daysIn(year, month),
  }
  days.set(dayNumber, day)
  return day
}

const days = new Map<number, LocalDay>()

/** How many days a month has. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
