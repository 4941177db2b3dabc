import { type Phase } from '../plan.ts'
import { lifestyleList } from './archetypes.ts'
import { hourMs, type LocalHour } from './calendar.ts'
import { cities, type City } from './cities.ts'
import { paydays } from './customers.ts'
import { itemAt } from './random.ts'
import { spendingPattern } from './spending-pattern.ts'

/**
 * When customers spend: a Poisson process of which the rate changes each hour.
 *
 * The rates of the phases are those of the whole world; a customer has the share that follows from
 * archetype, own activity, local time and payday. The shares are taken against what an average
 * customer of the bank does and not against the others that are there, so that a life does not
 * depend on them.
 */
export class Rhythm {
  readonly #phases: readonly Phase[]
  readonly #customers: number
  /** Of the hours of UTC in which no phase begins. */
  readonly #hours = new Map<number, Pace>()

  constructor(phases: readonly Phase[], customers: number) {
    // One that says what the one before says would only add errors of rounding.
    this.#phases = phases.filter((phase, index) => !isSame(phase, phases[index - 1]))
    this.#customers = customers
  }

  /** How fast an average customer spends from a moment on. */
  pace(atMs: number): Pace {
    const hour = Math.floor(atMs / hourMs)
    const known = this.#hours.get(hour)
    if (known !== undefined) return known
    const index = lastBegun(this.#phases, atMs)
    const phase = this.#phases[index]
    const phaseEndMs = this.#phases[index + 1]?.from ?? Infinity
    const pace = this.#paceIn(phase, hour, phaseEndMs)
    const isWhole = (phase?.from ?? -Infinity) <= hour * hourMs && phaseEndMs >= (hour + 1) * hourMs
    if (isWhole) this.#hours.set(hour, pace)
    return pace
  }

  #paceIn(phase: Phase | undefined, hour: number, phaseEndMs: number): Pace {
    const untilMs = Math.min(phaseEndMs, (hour + 1) * hourMs)
    if (phase === undefined) return { perMs: 0, untilMs }
    const perMs = (phase.perSecond * arrivalsPerEvent) / 1000 / this.#customers
    const level = phase.rhythm === 'steady' ? worldActivity(hour) : 1
    return { perMs: perMs / level, untilMs }
  }
}

function isSame(phase: Phase, before: Phase | undefined): boolean {
  return phase.perSecond === before?.perSecond && phase.rhythm === before.rhythm
}

/** The index of the phase that is on, -1 before the first: a scenario has thousands of them. */
function lastBegun(phases: readonly Phase[], atMs: number): number {
  let low = 0
  let high = phases.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((phases[middle]?.from ?? Infinity) <= atMs) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * Arrivals of an average customer. In a `steady` phase the whole world spends at the same rate day
 * and night: when Europe sleeps, those who are awake elsewhere spend more.
 */
interface Pace {
  readonly perMs: number
  readonly untilMs: number
}

/**
 * Reversals, salaries, direct debits and the second side of savings transfers are events without
 * an arrival of their own. Measured over a month of the demo.
 */
const arrivalsPerEvent = 0.985

/** How often somebody spends in a local hour, against the average customer's average. */
export function activityAt(
  lifestyle: number,
  { local, isAbroad, payday }: { local: LocalHour; isAbroad: boolean; payday: number },
): number {
  const { intensity } = spendingPattern(lifestyle, local, isAbroad)
  const { activity, paydayEffect } = itemAt(lifestyleList, lifestyle)
  return (activity * intensity * paydayFactor(local, payday, paydayEffect)) / meanActivity
}

const meanActivity = lifestyleList.reduce((sum, { share, activity }) => sum + share * activity, 0)

/** More on payday and the two days after, and so much less on the others that the mean is kept. */
function paydayFactor({ day }: LocalHour, payday: number, effect: number): number {
  const paid = Math.min(payday, day.daysInMonth)
  const since = (day.day - paid + day.daysInMonth) % day.daysInMonth
  return since < paydayLasts ? effect : (30 - paydayLasts * effect) / (30 - paydayLasts)
}

const paydayLasts = 3

/** How much goes on in the whole world in an hour of UTC, around 1. */
function worldActivity(hour: number): number {
  const known = worldActivities.get(hour)
  if (known !== undefined) return known
  const activity = cities.reduce((sum, city) => sum + cityActivity(city, hour * hourMs), 0)
  const level = Math.max(activity / cityWeightSum, quietest)
  worldActivities.set(hour, level)
  return level
}

const worldActivities = new Map<number, number>()
const cityWeightSum = cities.reduce((sum, { weight }) => sum + weight, 0)

/** Below this the few who are awake would have to spend beyond all reason. */
const quietest = 0.02

function cityActivity({ clock, weight }: City, atMs: number): number {
  const local = clock.localHour(atMs)
  const spending = lifestyleList.map(
    ({ share }, lifestyle) => share * averageActivity(lifestyle, local),
  )
  return weight * spending.reduce((sum, each) => sum + each, 0)
}

/** Of those of an archetype with their different paydays. */
function averageActivity(lifestyle: number, local: LocalHour): number {
  return paydays.reduce(
    (sum, { day, share }) =>
      sum + share * activityAt(lifestyle, { local, isAbroad: false, payday: day }),
    0,
  )
}
