import { lifestyleList } from './archetypes.ts'
import { dayMs, hourMs } from './calendar.ts'
import { cities, cityAt, cityWeights, distanceKm } from './cities.ts'
import { type Character } from './customers.ts'
import { itemAt, Random } from './random.ts'

/**
 * A stay in another city. Between leaving home and arriving, and on the way back, nothing is bought:
 * nobody of this world is in two places faster than an aeroplane takes them.
 */
export interface Trip {
  readonly city: number
  readonly leavesHomeMs: number
  readonly arrivesMs: number
  readonly leavesMs: number
  readonly isBackMs: number
}

interface Traveller {
  readonly seed: number
  readonly customer: number
  readonly character: Character
}

/**
 * The next trip of a customer: a function of the seed, the customer, its number and the end of the
 * one before, so that travelling is the same at any rate of spending.
 *
 * @param number of the trip in this customer's life, from 0
 * @param afterMs when the last one ended
 * @returns undefined for somebody who does not travel
 */
export function nextTrip(traveller: Traveller, number: number, afterMs: number): Trip | undefined {
  const { seed, customer, character } = traveller
  const { tripsPerYear } = itemAt(lifestyleList, character.lifestyle)
  if (tripsPerYear === 0) return undefined
  const random = streams.begin(seed, 'trip', customer, number)
  const waitDays = (random.exponential() * daysPerYear) / tripsPerYear
  const city = destination(random, character.home)
  const journeyMs = journeyOf(character.home, city)
  const leavesHomeMs = Math.floor(afterMs + hourMs + waitDays * dayMs)
  const nights = random.int(nightsMin, nightsMax)
  const arrivesMs = leavesHomeMs + journeyMs
  const leavesMs = arrivesMs + nights * dayMs
  return { city, leavesHomeMs, arrivesMs, leavesMs, isBackMs: leavesMs + journeyMs }
}

const streams = new Random()
const daysPerYear = 365.25
const nightsMin = 3
const nightsMax = 14
const attemptsMax = 20

/** Abroad, and rather near than far. */
function destination(random: Random, home: number): number {
  const from = cityAt(home)
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const city = random.weighted(cityWeights)
    const to = itemAt(cities, city)
    const isAbroad = to.country !== from.country
    if (isAbroad && random.isTrue(nearKm / (nearKm + distanceKm(from, to)))) return city
  }
  return home === 0 ? firstAbroad : 0
}

const nearKm = 1500
/** Berlin, for Parisians whom no draw has sent abroad. */
const firstAbroad = cities.findIndex(({ name }) => name === 'Berlin')

/** In ms: two hours to get away, and the speed of a train or an aeroplane with its airports. */
export function journeyOf(from: number, to: number): number {
  return 2 * hourMs + Math.ceil((distanceKm(cityAt(from), cityAt(to)) / 500) * hourMs)
}
