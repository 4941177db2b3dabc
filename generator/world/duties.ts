import { type Archetype } from '../../contracts/events/bank-activity.ts'
import { lifestyleList } from './archetypes.ts'
import { hourMs, minuteMs } from './calendar.ts'
import { type CategoryName } from './categories.ts'
import { birthDay, type Character } from './customers.ts'
import { dayOf } from './calendar.ts'
import { itemAt, Random } from './random.ts'
import { type Relation } from './society.ts'

/** What comes back on its day of the calendar, at the clock of the home. */
export interface Duty {
  /** 1 = each month, 12 = once a year. */
  readonly everyMonths: number
  /** In months of which the number, counted from year 0, leaves this rest. */
  readonly monthRest: number
  /** 31 is the last of the month. */
  readonly day: number
  /** Since midnight. */
  readonly timeMs: number
  /** Paid before a weekend, as wages are. */
  readonly isOnWorkday: boolean
  readonly act: Act
}

export type Act =
  | { readonly kind: 'receive' | 'bill'; readonly relation: Relation; readonly euros: number }
  | { readonly kind: 'save'; readonly euros: number }
  | { readonly kind: 'withdraw'; readonly euros: number; readonly keptEuros: number }
  | { readonly kind: 'buy'; readonly categories: readonly CategoryName[]; readonly euros: Euros }
  | { readonly kind: 'lottery'; readonly euros: number }

type Euros = readonly [low: number, high: number]

interface Person {
  readonly seed: number
  readonly customer: number
  readonly character: Character
  readonly startMs: number
}

/** The duties of a customer: a function of the seed and the customer alone. */
export function dutiesOf(person: Person): readonly Duty[] {
  const { seed, customer, character } = person
  const random = streams.begin(seed, 'obligations', customer)
  const { archetype } = itemAt(lifestyleList, character.lifestyle)
  return makers[archetype]({ ...person, random, income: character.incomeEuros })
}

const streams = new Random()

interface Making extends Person {
  readonly random: Random
  readonly income: number
}

const makers: Readonly<Record<Archetype, (making: Making) => readonly Duty[]>> = {
  compulsive_adult: (making) => [
    ...salary(making, 'employer'),
    ...household(making),
    monthly(making, { day: 28, act: { kind: 'lottery', euros: 100 } }),
  ],
  serious_adult: (making) => [
    ...salary(making, 'employer'),
    ...household(making),
    monthly(making, {
      day: Math.min(28, making.character.payday + 2),
      act: { kind: 'save', euros: Math.round(making.income * 0.08) },
    }),
    everyFewMonths(making, [6, 9], {
      kind: 'buy',
      categories: ['electronics', 'home', 'travel'],
      euros: [500, 2199],
    }),
  ],
  child: (making) => [...pocketMoney(making), ...gifts(making)],
  spending_elder: (making) => [
    ...salary(making, 'pension fund'),
    ...household(making).slice(1),
    ...splurges(making),
  ],
  responsible_teenager: (making) => allowance(making),
  rich_teenager: (making) => allowance(making),
}

function salary(making: Making, relation: Relation): Duty[] {
  const act: Act = { kind: 'receive', relation, euros: making.income }
  const { payday } = making.character
  return [{ ...monthly(making, { day: payday, act }), isOnWorkday: true }]
}

/** Rent first. */
function household(making: Making): Duty[] {
  const { random, income } = making
  const bills: readonly (readonly [Relation, number])[] = [
    ['landlord', Math.round(income * (0.22 + random.uniform() * 0.12))],
    ['energy', random.int(40, 130)],
    ['telephone', random.int(15, 45)],
    ['insurance', random.int(20, 90)],
    ['streaming', random.int(7, 20)],
  ]
  return bills.map(([relation, euros]) =>
    monthly(making, { day: random.int(1, 15), act: { kind: 'bill', relation, euros } }),
  )
}

function pocketMoney(making: Making): Duty[] {
  const act: Act = { kind: 'receive', relation: 'parents', euros: making.income }
  return [monthly(making, { day: making.character.payday, act })]
}

/** A few days after the birthday, and at Christmas. */
function gifts(making: Making): Duty[] {
  const { random, seed, customer, startMs } = making
  const birthday = dayOf(birthDay(seed, customer, startMs) + random.int(1, 9))
  const gift = (month: number, day: number): Duty => ({
    everyMonths: 12,
    monthRest: month - 1,
    day,
    timeMs: timeOfDay(random, 10, 18),
    isOnWorkday: false,
    act: { kind: 'receive', relation: 'relative', euros: random.int(50, 140) },
  })
  return [gift(birthday.month, birthday.day), gift(12, 25)]
}

/** Half a year's at once. */
function allowance(making: Making): Duty[] {
  const act: Act = { kind: 'receive', relation: 'parents', euros: making.income * 6 }
  const duty = monthly(making, { day: making.character.payday, act })
  return [{ ...duty, everyMonths: 6, monthRest: making.random.int(0, 5) }]
}

/** Twice what they earn, out of the savings, until 2,000 are left. */
function splurges(making: Making): Duty[] {
  const withdrawal = everyFewMonths(making, [2, 4], { kind: 'save', euros: 0 })
  const euros = 2 * withdrawal.everyMonths * making.income
  const categories: readonly CategoryName[] = ['travel', 'electronics', 'home', 'hotel']
  return [
    { ...withdrawal, act: { kind: 'withdraw', euros, keptEuros: 2000 } },
    {
      ...withdrawal,
      timeMs: withdrawal.timeMs + 2 * hourMs,
      act: { kind: 'buy', categories, euros: [euros * 0.3, euros * 0.45] },
    },
  ]
}

function everyFewMonths(making: Making, [low, high]: Euros, act: Act): Duty {
  const { random } = making
  const everyMonths = random.int(low, high)
  const monthRest = random.int(0, everyMonths - 1)
  const day = random.int(1, 28)
  return { ...monthly(making, { day, act }), everyMonths, monthRest, timeMs: timeOfDay(random, 10, 16) } // prettier-ignore
}

function monthly({ random }: Making, { day, act }: { day: number; act: Act }): Duty {
  const timeMs = timeOfDay(random, 5, 9)
  return { everyMonths: 1, monthRest: 0, day, timeMs, isOnWorkday: false, act }
}

function timeOfDay(random: Random, fromHour: number, toHour: number): number {
  return random.int(fromHour * hourMs, toHour * hourMs) + random.int(0, 59) * minuteMs
}
