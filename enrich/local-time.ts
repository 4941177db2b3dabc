import { type EpochMs } from '../contracts/time.ts'
import { msPerDay } from './instant.ts'

/** What a clock on the wall of a place shows. */
interface LocalTime {
  /** 0 to 23. */
  readonly hour: number
  /** As ISO 8601 counts: 1 is Monday, 7 is Sunday. */
  readonly isoWeekday: number
  /** False where the zone is not known; the time is then UTC. */
  readonly isZoneKnown: boolean
}

/** Local time at an instant in an IANA zone, by the platform's time zone data. */
export function localTimeOf(zone: string, at: EpochMs): LocalTime {
  const clock = clockOf(zone)
  const localMs = at + (clock?.offsetAt(at) ?? 0)
  const day = Math.floor(localMs / msPerDay)
  return {
    hour: Math.floor((localMs - day * msPerDay) / msPerHour),
    // 1970-01-01 was a Thursday; days before it count backwards.
    isoWeekday: ((((day + 3) % 7) + 7) % 7) + 1,
    isZoneKnown: clock !== undefined,
  }
}

const msPerHour = 3_600_000

/** There are some 600 names of zones; the bound is for events that make names up. */
const clocksMax = 1024
const clocks = new Map<string, ZoneClock | undefined>()

function clockOf(zone: string): ZoneClock | undefined {
  const known = clocks.get(zone)
  if (known !== undefined || clocks.has(zone)) return known
  const made = clockOrUndefined(zone)
  if (clocks.size >= clocksMax) clocks.clear()
  clocks.set(zone, made)
  return made
}

function clockOrUndefined(zone: string): ZoneClock | undefined {
  try {
    return new ZoneClock(zone)
  } catch {
    return undefined
  }
}

/** The offsets of one day of UTC. */
interface OffsetsOfDay {
  readonly beforeMs: number
  readonly afterMs: number
  /** When the second begins to hold; Infinity on a day without a change. */
  readonly changesAt: number
}

/**
 * The offset of one zone from UTC.
 *
 * `Intl` takes about a microsecond per question, so it is asked twice per day of UTC, and on a day
 * that begins and ends with different offsets for the millisecond of the change. A day on which the
 * clocks change twice and end where they began would be missed; the time zone database (2025c) has
 * none in all its history.
 */
class ZoneClock {
  readonly #format: Intl.DateTimeFormat
  readonly #days = new Map<number, OffsetsOfDay>()
  /** Events come by and large in the order of their days. */
  #lastDay = NaN
  #last: OffsetsOfDay = { beforeMs: 0, afterMs: 0, changesAt: Infinity }

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  offsetAt(at: EpochMs): number {
    const day = Math.floor(at / msPerDay)
    if (day !== this.#lastDay) {
      this.#last = this.#days.get(day) ?? this.#learn(day)
      this.#lastDay = day
    }
    const { beforeMs, afterMs, changesAt } = this.#last
    return at < changesAt ? beforeMs : afterMs
  }

  #learn(day: number): OffsetsOfDay {
    if (this.#days.size >= daysPerClockMax) this.#days.clear()
    const start = day * msPerDay
    const end = start + msPerDay - 1
    const beforeMs = this.#ask(start)
    const afterMs = this.#ask(end)
    const changesAt = beforeMs === afterMs ? Infinity : this.#changeBetween(start, end)
    const offsets = { beforeMs, afterMs, changesAt }
    this.#days.set(day, offsets)
    return offsets
  }

  /** The first millisecond with the offset of the end, by halving. */
  #changeBetween(start: number, end: number): number {
    const afterMs = this.#ask(end)
    let before = start
    let after = end
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (this.#ask(middle) === afterMs) after = middle
      else before = middle
    }
    return after
  }

  #ask(at: number): number {
    const [month = 1, day, year = 0, hour, minute, second] = this.#format
      .format(at)
      .split(/\D+/)
      .map(Number)
    const wholeSeconds = Math.floor(at / 1000) * 1000
    return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSeconds
  }
}

const daysPerClockMax = 512
