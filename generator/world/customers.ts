import { type z } from 'zod'
import { type CustomerRegistered } from '../../contracts/events/bank-activity.ts'
import { lifestyleList } from './archetypes.ts'
import { dayMs } from './calendar.ts'
import { cities, cityAt, cityWeights, placeIn } from './cities.ts'
import { type NamePool } from './locales.ts'
import { cumulate, hashOf, itemAt, Random, weightedAt } from './random.ts'

/** Who a customer is, as far as it decides how they live. */
export interface Character {
  /** Index into `lifestyleList`. */
  readonly lifestyle: number
  /** Index into `cities`. */
  readonly home: number
  /** A month, in euros at the prices of the home country. */
  readonly incomeEuros: number
  /** How often they spend, against others of their archetype. */
  readonly activity: number
  /** Day of the month on which income comes; 31 stands for the last. */
  readonly payday: number
}

/** What a registration says about a customer beside their character. */
export type Identity = Omit<z.input<typeof CustomerRegistered>['data'], 'customer_id'>

/** Begun anew for each customer: a million arrays of four words are dearer than what they hold. */
const characters = new Random()
const identities = new Random()
const birthdays = new Random()
const counsels = new Random()

/**
 * The character of a customer: a function of the seed and the number alone.
 *
 * Not drawn independently but spread evenly (additive recurrence, Roberts's R3 sequence): the first hundred customers
 * have the shares of the bank as closely as the first million, so that a small world has all six
 * archetypes and somebody awake at every hour, without knowing how many there are.
 */
export function characterOf(seed: number, customer: number, random = characters): Character {
  const [kind = 0, place = 0, day = 0, rank = 0] = spread(seed, customer)
  const lifestyle = weightedAt(lifestyleShares, kind)
  const { income } = itemAt(lifestyleList, lifestyle)
  return {
    lifestyle,
    home: weightedAt(cityWeights, place),
    incomeEuros: random.begin(seed, 'identity', customer).int(...income),
    activity: (rank / (1 - rank)) ** activitySpread / activityMean,
    payday: itemAt(paydays, weightedAt(paydayShares, day)).day,
  }
}

const lifestyleShares = cumulate(lifestyleList.map(({ share }) => share))

/**
 * The golden ratio for the archetype, of which no hundred customers may miss one; powers of the root
 * of x^4 = x + 1, which spread best in three dimensions, for the others.
 */
const strides = [0.618_033_988_749_895, 0.819_172_513_396_164, 0.671_043_606_703_789, 0.549_700_477_901_97] // prettier-ignore

function spread(seed: number, customer: number): number[] {
  return strides.map((stride, dimension) => {
    const from = hashOf(seed, 'identity', dimension) / 0x1_0000_0000
    return (from + (customer + 1) * stride) % 1
  })
}

/** Log-logistic around 1: one in a hundred spends more than three times as often as the median. */
const activitySpread = 0.25
const activityMean = (Math.PI * activitySpread) / Math.sin(Math.PI * activitySpread)

/** Days of the month on which income comes, and how many of the customers have each. */
export const paydays = [
  { day: 1, share: 0.14 },
  { day: 5, share: 0.04 },
  { day: 10, share: 0.06 },
  { day: 15, share: 0.1 },
  { day: 25, share: 0.22 },
  { day: 27, share: 0.08 },
  { day: 28, share: 0.16 },
  { day: 31, share: 0.2 },
] as const

const paydayShares = cumulate(paydays.map(({ share }) => share))

interface IdentityOptions {
  readonly seed: number
  readonly customer: number
  readonly character: Character
  readonly pools: (locale: ReturnType<typeof cityAt>['country']['locale']) => NamePool
  /** When the world begins: ages are counted from here. */
  readonly startMs: number
}

/** Draws who a customer is. Needed once, at their registration, and so not kept. */
export function identityOf({
  seed,
  customer,
  character,
  pools,
  startMs,
}: IdentityOptions): Identity {
  const random = identities.begin(seed, 'names', customer)
  const { archetype, maritalStatuses } = itemAt(lifestyleList, character.lifestyle)
  const home = cityAt(character.home)
  const origin = random.isTrue(foreignBorn) ? cityAt(random.weighted(cityWeights)) : home
  const names = pools(origin.country.locale)
  const birthday = birthDay(seed, customer, startMs)
  return {
    given_name: random.pick(names.given),
    family_name: random.pick(names.family),
    date_of_birth: calendarDate(birthday),
    nationality: origin.country.code,
    residence: home.country.code,
    home: placeIn(home, { lat: random.normal() * 0.03, lon: random.normal() * 0.04 }),
    marital_status: random.pick(maritalStatuses),
    archetype,
    counsellor: counsellorOf(seed, random.int(0, counsellors - 1), pools),
    member_since: calendarDate(memberSince(random, birthday, startMs)),
  }
}

/** Number of days since 1970 of a customer's birth. */
export function birthDay(seed: number, customer: number, startMs: number): number {
  const { lifestyle } = characterOf(seed, customer)
  const random = birthdays.begin(seed, 'identity', customer, 1)
  const [low, high] = itemAt(lifestyleList, lifestyle).ageYears
  // Somebody of 14 is up to a day short of 15 years old, and no more than that.
  const ageDays = random.uniform() * (high - low + 1) * daysPerYear + low * daysPerYear
  return Math.ceil(startMs / dayMs - ageDays)
}

/** Those who live elsewhere than where they come from. */
const foreignBorn = 0.1
const counsellors = 40
const daysPerYear = 365.25

/** Three to eight years ago, but nobody before their fifth birthday. */
function memberSince(random: Random, birthday: number, startMs: number): number {
  const today = Math.floor(startMs / dayMs)
  const drawn = today - random.int(3 * 365, 8 * 365)
  return Math.min(today, Math.max(drawn, birthday + 5 * 366))
}

function counsellorOf(seed: number, number: number, pools: IdentityOptions['pools']): string {
  const names = pools(itemAt(cities, number % 10).country.locale)
  const random = counsels.begin(seed, 'names', number, 1)
  return `${random.pick(names.given)} ${random.pick(names.family)}`
}

function calendarDate(dayNumber: number): string {
  return new Date(dayNumber * dayMs).toISOString().slice(0, 10)
}
