import { Archetype } from '../../contracts/events/bank-activity.ts'
import { type CategoryName } from './categories.ts'

/** From and to, both included. */
export type Range = readonly [low: number, high: number]

/** How a kind of customer lives and spends. Money in euros at French prices. */
export interface Lifestyle {
  readonly archetype: Archetype
  /** Of all customers. */
  readonly share: number
  readonly ageYears: Range
  /** A month: salary, pension or what parents give. */
  readonly income: Range
  /** How often they spend, against a serious adult. */
  readonly activity: number
  /** How much they spend at a time, against the median of a category. */
  readonly amounts: number
  /** Relative frequency of what they spend on. Empty for those who only save. */
  readonly spending: Readonly<Partial<Record<CategoryName, number>>>
  readonly hasSavings: number
  readonly savings: Range
  readonly overdraft: Range
  /** Chance that an empty account is filled up before the next purchase; else it is declined. */
  readonly providence: number
  /** Most that the card pays at once, in months of income. */
  readonly cardLimit: number
  readonly tripsPerYear: number
  /** More spending in the days after income. */
  readonly paydayEffect: number
  readonly maritalStatuses: readonly MaritalStatus[]
}

export type MaritalStatus = 'single' | 'married' | 'divorced' | 'widowed' | 'cohabiting'

const everyday = {
  groceries: 22,
  bakery: 8,
  restaurant: 6,
  fast_food: 4,
  bar: 2,
  fuel: 5,
  transport: 7,
  clothing: 4,
  electronics: 1.2,
  pharmacy: 4,
  personal_care: 2,
  home: 3,
  books: 2,
  entertainment: 2.5,
  health: 1.5,
  hotel: 0.15,
  online_shopping: 9,
  digital_goods: 4,
  travel: 0.7,
  cash: 5,
  people: 4,
} as const

const teenage = {
  groceries: 5,
  bakery: 9,
  fast_food: 18,
  restaurant: 4,
  transport: 8,
  clothing: 8,
  electronics: 2,
  personal_care: 2,
  books: 4,
  entertainment: 11,
  online_shopping: 9,
  digital_goods: 13,
  cash: 4,
  people: 6,
} as const

const noSpending = { activity: 0, amounts: 0, spending: {}, providence: 0, cardLimit: 0 }

/** The six archetypes, in the order of the contract. */
export const lifestyles: Readonly<Record<Archetype, Lifestyle>> = {
  compulsive_adult: {
    archetype: 'compulsive_adult',
    share: 0.22,
    ageYears: [25, 35],
    income: [1900, 3500],
    activity: 1.5,
    amounts: 0.8,
    spending: { ...everyday, clothing: 9, bar: 7, online_shopping: 16, betting: 3, electronics: 3 },
    hasSavings: 0.2,
    savings: [100, 2500],
    overdraft: [300, 1500],
    providence: 0.2,
    cardLimit: 0.4,
    tripsPerYear: 2.5,
    paydayEffect: 1.8,
    maritalStatuses: ['single', 'single', 'cohabiting', 'married', 'divorced'],
  },
  serious_adult: {
    archetype: 'serious_adult',
    share: 0.42,
    ageYears: [30, 55],
    income: [2200, 4500],
    activity: 1,
    amounts: 1,
    spending: everyday,
    hasSavings: 1,
    savings: [3000, 40_000],
    overdraft: [1000, 2500],
    providence: 0.7,
    cardLimit: 0.6,
    tripsPerYear: 2.2,
    paydayEffect: 1.25,
    maritalStatuses: ['married', 'married', 'cohabiting', 'single', 'divorced'],
  },
  child: {
    ...noSpending,
    archetype: 'child',
    share: 0.06,
    ageYears: [8, 14],
    income: [10, 30],
    hasSavings: 0,
    savings: [0, 0],
    overdraft: [0, 0],
    tripsPerYear: 0,
    paydayEffect: 1,
    maritalStatuses: ['single'],
  },
  spending_elder: {
    archetype: 'spending_elder',
    share: 0.16,
    ageYears: [60, 90],
    income: [900, 1400],
    activity: 0.8,
    amounts: 1.1,
    spending: { ...everyday, pharmacy: 11, health: 5, restaurant: 9, hotel: 0.5, travel: 2, cash: 10, digital_goods: 1, bar: 1 }, // prettier-ignore
    hasSavings: 1,
    savings: [90_000, 249_000],
    overdraft: [0, 500],
    providence: 0.6,
    cardLimit: 2,
    tripsPerYear: 3,
    paydayEffect: 1.2,
    maritalStatuses: ['married', 'widowed', 'widowed', 'single', 'divorced'],
  },
  responsible_teenager: {
    archetype: 'responsible_teenager',
    share: 0.09,
    ageYears: [16, 19],
    income: [100, 150],
    activity: 0.3,
    amounts: 0.5,
    spending: teenage,
    hasSavings: 0.3,
    savings: [50, 800],
    overdraft: [0, 0],
    providence: 0.3,
    cardLimit: 1.5,
    tripsPerYear: 0.7,
    paydayEffect: 1.3,
    maritalStatuses: ['single'],
  },
  rich_teenager: {
    archetype: 'rich_teenager',
    share: 0.05,
    ageYears: [16, 19],
    income: [400, 800],
    activity: 0.6,
    amounts: 1.1,
    spending: { ...teenage, clothing: 16, electronics: 6, bar: 5, travel: 0.6 },
    hasSavings: 0.6,
    savings: [500, 6000],
    overdraft: [0, 0],
    providence: 0.25,
    cardLimit: 2,
    tripsPerYear: 2.5,
    paydayEffect: 1.6,
    maritalStatuses: ['single'],
  },
}

/** The archetypes by index, as customers carry them. */
export const lifestyleList: readonly Lifestyle[] = Archetype.options.map((name) => lifestyles[name])
