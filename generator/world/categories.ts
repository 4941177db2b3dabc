import { type Channel } from '../../contracts/events/bank-activity.ts'

/**
 * What money is spent on.
 *
 * Hour, weekday and month are factors around 1 of how often it is bought then, in the local time of
 * the place, and belong to the category: a joint distribution, not three marginals that agree by
 * themselves and are nonsense together, as where all of a category is bought on the same days.
 */
export interface Category {
  readonly name: CategoryName
  readonly channel: Channel
  /** ISO 18245; a merchant has one of them. */
  readonly mccs: readonly string[]
  /** Log-normal: half of the amounts are below the median, in euros at French prices. */
  readonly medianEuros: number
  readonly sigma: number
  readonly byHour: readonly number[]
  readonly byWeekday: readonly number[]
  readonly byMonth: readonly number[]
  /** How often on a trip against at home. */
  readonly abroad: number
  /** Merchants of it in a city of weight 10; none for what is paid to people. */
  readonly merchants: number
}

/** Relative frequency from hour 0 to 23. */
const hours = {
  shop: [0, 0, 0, 0, 0, 0, 0, 1, 3, 6, 8, 8, 7, 6, 6, 7, 8, 9, 9, 6, 2, 0, 0, 0],
  grocery: [0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 6, 6, 6, 4, 4, 5, 7, 10, 11, 8, 4, 1, 0, 0],
  morning: [0, 0, 0, 0, 0, 1, 5, 11, 11, 8, 6, 5, 6, 4, 2, 2, 3, 4, 3, 1, 0, 0, 0, 0],
  meal: [0.3, 0.1, 0, 0, 0, 0, 0, 1, 1, 1, 2, 6, 12, 9, 3, 2, 2, 4, 8, 12, 11, 7, 3, 1],
  night: [6, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3, 5, 6, 7, 8, 10, 10, 8],
  commute: [0.3, 0.1, 0, 0, 0.3, 2, 6, 11, 10, 5, 3, 3, 4, 4, 4, 5, 8, 10, 8, 5, 3, 2, 1.5, 1],
  fuel: [0.3, 0.2, 0.1, 0.1, 0.3, 1, 4, 7, 7, 5, 5, 5, 5, 5, 5, 6, 8, 9, 8, 5, 3, 2, 1, 0.5],
  office: [0, 0, 0, 0, 0, 0, 0, 1, 5, 9, 10, 9, 6, 5, 7, 8, 8, 6, 3, 1, 0, 0, 0, 0],
  online: [1.5, 0.7, 0.3, 0.2, 0.2, 0.3, 1, 2, 3, 4, 5, 5, 6, 5, 5, 5, 5, 5, 6, 8, 10, 10, 7, 4],
  leisure: [0.5, 0, 0, 0, 0, 0, 0, 0, 0.5, 2, 3, 3, 3, 4, 6, 6, 6, 7, 9, 10, 8, 4, 2, 1],
  cash: [1, 0.6, 0.3, 0.1, 0.1, 0.4, 2, 4, 6, 7, 8, 8, 8, 7, 6, 7, 8, 9, 8, 6, 4, 3, 2, 1.5],
} as const

/** Relative frequency from Monday to Sunday. */
const weekdays = {
  even: [1, 1, 1, 1, 1, 1, 1],
  shop: [0.8, 0.85, 0.95, 1, 1.25, 1.6, 0.55],
  grocery: [0.9, 0.85, 0.9, 0.95, 1.2, 1.5, 0.7],
  leisure: [0.55, 0.6, 0.75, 0.9, 1.45, 1.6, 1.15],
  work: [1.2, 1.25, 1.25, 1.2, 1.2, 0.5, 0.4],
  online: [1.1, 1, 0.95, 0.95, 0.9, 0.9, 1.2],
} as const

/** Relative frequency from January to December. */
const months = {
  even: [0.97, 0.95, 0.98, 0.99, 1, 1.01, 1.03, 1, 0.99, 1, 1.01, 1.07],
  gifts: [0.8, 0.75, 0.85, 0.9, 0.95, 1, 0.95, 0.9, 0.95, 1, 1.25, 1.7],
  summer: [0.75, 0.8, 0.9, 1, 1.05, 1.2, 1.5, 1.45, 1, 0.85, 0.7, 0.8],
} as const

interface Habit {
  readonly hours: keyof typeof hours
  readonly weekdays: keyof typeof weekdays
  readonly months: keyof typeof months
  readonly abroad: number
}

const errand: Habit = { hours: 'shop', weekdays: 'shop', months: 'gifts', abroad: 1 }
const outing: Habit = { hours: 'leisure', weekdays: 'leisure', months: 'even', abroad: 2 }
const daily: Habit = { hours: 'grocery', weekdays: 'grocery', months: 'even', abroad: 1 }
const fromHome: Habit = { hours: 'online', weekdays: 'online', months: 'gifts', abroad: 0.3 }

type Row = readonly [Channel, readonly string[], number, number, number, Habit]

/** Channel, MCCs, median and sigma of the amount, merchants, habit. */
const rows = {
  groceries: ['card_present', ['5411'], 17, 0.7, 8, { ...daily, abroad: 0.6 }],
  bakery: ['card_present', ['5462'], 4.2, 0.5, 6, { ...daily, hours: 'morning' }],
  restaurant: ['card_present', ['5812'], 21, 0.6, 10, { ...outing, hours: 'meal', abroad: 3 }],
  fast_food: ['card_present', ['5814'], 9.5, 0.45, 6, { ...outing, hours: 'meal', abroad: 2 }],
  bar: ['card_present', ['5813'], 12, 0.6, 5, { ...outing, hours: 'night' }],
  fuel: ['card_present', ['5541', '5542'], 48, 0.4, 4, { ...daily, hours: 'fuel', abroad: 0.4 }],
  transport: ['card_present', ['4111', '4121'], 4, 0.8, 3, { ...daily, hours: 'commute', weekdays: 'work', abroad: 2 }], // prettier-ignore
  clothing: ['card_present', ['5651', '5661'], 36, 0.75, 6, errand],
  electronics: ['card_present', ['5732'], 65, 0.95, 2, errand],
  pharmacy: ['card_present', ['5912'], 13, 0.7, 4, { ...errand, months: 'even' }],
  personal_care: ['card_present', ['7230', '7298'], 27, 0.5, 4, { ...errand, months: 'even', abroad: 0.3 }], // prettier-ignore
  home: ['card_present', ['5200', '5712'], 34, 0.85, 3, { ...errand, months: 'summer', abroad: 0 }],
  books: ['card_present', ['5942', '5945'], 17, 0.55, 3, errand],
  entertainment: ['card_present', ['7832', '7922', '7991'], 19, 0.6, 4, outing],
  health: ['card_present', ['8011', '8021'], 38, 0.6, 3, { ...daily, hours: 'office', weekdays: 'work', abroad: 0.2 }], // prettier-ignore
  hotel: ['card_present', ['7011'], 95, 0.5, 3, { ...outing, hours: 'leisure', weekdays: 'even', months: 'summer', abroad: 25 }], // prettier-ignore
  online_shopping: ['online', ['5964', '5999'], 28, 0.9, 5, fromHome],
  digital_goods: ['online', ['5815', '5816', '5818'], 8, 0.6, 3, { ...fromHome, months: 'even' }],
  travel: ['online', ['4722', '4511'], 120, 0.9, 2, { ...fromHome, months: 'summer' }],
  betting: ['online', ['7995'], 15, 0.9, 1, { ...fromHome, weekdays: 'leisure', months: 'even' }],
  cash: ['atm', ['6011'], 55, 0.6, 3, { ...daily, hours: 'cash', abroad: 2 }],
  people: ['transfer', [], 35, 1, 0, { ...fromHome, months: 'even' }],
} as const satisfies Record<string, Row>

export type CategoryName = keyof typeof rows

/** Every category; the index of one stands for it in weights. */
export const categories: readonly Category[] = Object.entries(rows).map(([name, row]) =>
  toCategory(name as CategoryName, row),
)

function toCategory(
  name: CategoryName,
  [channel, mccs, medianEuros, sigma, merchants, habit]: Row,
): Category {
  return {
    name,
    channel,
    mccs,
    medianEuros,
    sigma,
    merchants,
    abroad: habit.abroad,
    byHour: aroundOne(hours[habit.hours]),
    byWeekday: aroundOne(weekdays[habit.weekdays]),
    byMonth: aroundOne(months[habit.months]),
  }
}

/** Scaled so that the mean is 1: a factor then moves spending without adding to it. */
function aroundOne(weights: readonly number[]): readonly number[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map((weight) => weight / mean)
}
