import { type Filter } from '../../dashboards/panels/filter.ts'
import { type Left, type Shown } from './scope.ts'

/** What a reader narrows a dashboard to, and which documents that leaves: said twice, to be held against each other. */ // prettier-ignore
export interface Narrowed {
  readonly filters: readonly Filter[]
  /** In Lucene. */
  readonly query: string
  readonly left: Left
}

/** Four weeks; a week before them and a day after them there are documents too. */
export const fourWeeks: Shown = {
  fromMs: Date.UTC(2026, 9, 12),
  toMs: Date.UTC(2026, 10, 9),
  zone: 'UTC',
  intervals: { chart: 12, timelion: 3, timeSeries: 12 },
}

/** A week. */
export const week: Shown = {
  fromMs: Date.UTC(2026, 10, 2),
  toMs: Date.UTC(2026, 10, 9),
  zone: 'UTC',
  intervals: { chart: 3, timelion: 1, timeSeries: 1 },
}

/** Fifty days and an hour by the clock of Paris, where 25 October has 25 hours. */
export const endOfSummerTime: Shown = {
  fromMs: Date.UTC(2026, 8, 25, 22),
  toMs: Date.UTC(2026, 10, 14, 23),
  zone: 'Europe/Paris',
  intervals: { chart: 24, timelion: 12, timeSeries: 12 },
}

/** Of each dashboard: every kind of filter, and a query, of which each leaves some and not all. */
export const narrowings: Readonly<Record<string, Narrowed>> = {
  'tally-bank-overview': {
    filters: [
      { kind: 'is', field: 'transaction.channel', values: ['online', 'card_present'] },
      { kind: 'range', field: 'transaction.amount_eur', from: 2, to: 5000 },
      { kind: 'is', field: 'merchant.group', values: ['Groceries'], isNot: true },
    ],
    query: 'place.country:(FR OR DE) OR local.hour:[6 TO 18]',
    left: {
      transactions: ({ transaction, merchant, place, local }) =>
        ['online', 'card_present'].includes(transaction.channel) &&
        transaction.amount_eur !== undefined &&
        transaction.amount_eur >= 2 &&
        transaction.amount_eur < 5000 &&
        merchant?.group !== 'Groceries' &&
        (['FR', 'DE'].includes(place.country) || (local.hour >= 6 && local.hour <= 18)),
      deadLetters: () => false,
    },
  },
  'tally-customers': {
    filters: [
      { kind: 'is', field: 'customer.archetype', values: ['serious_adult', 'child'] },
      // Of what transactions alone have: customers are left as they are.
      { kind: 'missing', field: 'counterpart.bank', isNot: true },
    ],
    query: 'customer.age_band:("1 under 16" OR "3 25 to 34")',
    left: {
      transactions: ({ customer, counterpart }) =>
        isYoung(customer) && counterpart?.bank !== undefined,
      customers: ({ customer }) => isYoung(customer),
      deadLetters: () => false,
    },
  },
  'tally-operations': {
    filters: [
      {
        kind: 'matches',
        label: 'Rate and zone known',
        query: 'quality.unknown_rate:true OR quality.unknown_zone:true',
        isNot: true,
      },
      { kind: 'missing', field: 'merchant.name' },
    ],
    query: 'NOT transaction.channel:atm',
    left: {
      transactions: ({ quality, merchant, transaction }) =>
        !quality.unknown_rate &&
        !quality.unknown_zone &&
        merchant?.name === undefined &&
        transaction.channel !== 'atm',
    },
  },
  'tally-pipeline-health': {
    filters: [{ kind: 'is', field: 'worker.id', values: ['worker A', 'worker C', 'worker D'] }],
    query: 'kafka.topic:bank.activity',
    left: {
      // Transactions have a topic too, and none of theirs is called so.
      transactions: () => false,
      workers: ({ worker, kafka }) =>
        ['worker A', 'worker C', 'worker D'].includes(worker.id) && kafka.topic === bankActivity,
      deadLetters: ({ kafka }) => kafka.topic === bankActivity,
    },
  },
}

const bankActivity = 'bank.activity'

function isYoung(customer: { archetype?: string; age_band?: string }): boolean {
  return (
    ['serious_adult', 'child'].includes(customer.archetype ?? '') &&
    ['1 under 16', '3 25 to 34'].includes(customer.age_band ?? '')
  )
}
