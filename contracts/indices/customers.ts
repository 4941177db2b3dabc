import { categoryGroups } from '../category-groups.ts'
import { Channel } from '../events/bank-activity.ts'
import { boolean, date, double, geoPoint, group, keyword, list, long, unindexed } from '../field.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'
import { channelLabels } from './channel-labels.ts'
import { countryKeyword, nameKeyword } from './bounded-keywords.ts'
import { customerAccounts, customerProfile } from './customer-fields.ts'
import { foldFields } from './fold-fields.ts'

const spending = group({
  eur_cents: long({
    label: 'Spent in 30 days (EUR cents)',
    meaning: 'What was spent, less what was given back, in the 30 days up to the newest event.',
    example: 142_311,
    unit: 'EUR cents',
  }),
  foreign_eur_cents: long({
    label: 'Spent abroad in 30 days (EUR cents)',
    meaning: 'The part of it outside the country of residence.',
    example: 8_650,
    unit: 'EUR cents',
  }),
  foreign_share: double({
    label: 'Foreign share',
    meaning: 'The part of the spending that was abroad, from 0 to 1.',
    example: 0.0608,
    unit: 'share',
  }),
  by_group: list(categoryGroups.length, {
    name: keyword(
      { label: 'Group', meaning: 'What the money was for.', example: 'Groceries' },
      { values: categoryGroups },
    ),
    eur_cents: long({
      label: 'Spent on it in 30 days (EUR cents)',
      meaning: 'What was spent on it, less what was given back.',
      example: 35_120,
      unit: 'EUR cents',
    }),
  }),
  days: unindexed({
    label: 'Days',
    meaning: 'Each: days since 1970, cents in all, abroad, then pairs of group and cents.',
    example: '{"list":[[20778,4250,0,0,4250]]}',
  }),
})

/** One document per customer: who they are, what they have, how they spend. */
export const customers = defineIndex({
  name: 'customers',
  summary: 'One document per customer: profile, accounts and balances, places, spending.',
  period: 'none',
  nature: 'derived',
  fields: {
    '@timestamp': date({
      label: 'Newest event',
      meaning: 'Time of the newest event about the customer.',
      example: '2026-11-21T08:15:30.250Z',
    }),
    customer: customerProfile,
    accounts: customerAccounts,
    accounts_left_out: long({
      label: 'Accounts left out',
      meaning: 'How often an account gave way to another, since the document holds no more.',
      example: 0,
    }),
    balance: group({
      eur_cents: long({
        label: 'Balance (EUR cents)',
        meaning: 'The sum over the accounts.',
        example: 171_345,
        unit: 'EUR cents',
      }),
      eur: double({
        label: 'Balance (EUR)',
        meaning: 'The same in euros, for display.',
        example: 1_713.45,
        unit: 'EUR',
      }),
      is_overdrawn: boolean({
        label: 'Overdrawn',
        meaning: 'Whether an account is below zero.',
        example: false,
      }),
    }),
    transactions: group({
      authorized: long({ label: 'Authorized', meaning: 'Transactions so far.', example: 120 }),
      declined: long({ label: 'Declined', meaning: 'Transactions refused so far.', example: 3 }),
      reversed: long({ label: 'Reversed', meaning: 'Transactions taken back so far.', example: 1 }),
    }),
    spending_30d: spending,
    payment: group({
      count: long({
        label: 'Payments',
        meaning: 'Authorized debits with an amount in EUR, so far.',
        example: 96,
      }),
      log_mean: double({
        label: 'Mean of the logarithm',
        meaning: 'Mean of the natural logarithm of their EUR cents (Welford, 1962).',
        example: 8.02,
      }),
      log_m2: double({
        label: 'Squared deviations of the logarithm',
        meaning: 'Sum of squared deviations from that mean; / (count - 1) = variance.',
        example: 71.4,
      }),
      typical_eur: double({
        label: 'Typical payment (EUR)',
        meaning: 'Geometric mean of the payments.',
        example: 30.42,
        unit: 'EUR',
      }),
    }),
    last_places: list(Channel.options.length, {
      channel: keyword(
        { label: 'Channel', meaning: 'How it was paid.', example: 'card_present' },
        { values: Channel.options, labels: channelLabels },
      ),
      at: date({
        label: 'Last seen there',
        meaning: 'Time of the newest transaction of the channel.',
        example: '2026-11-21T08:15:30.250Z',
      }),
      city: nameKeyword({ label: 'Last city', meaning: 'Where that was.', example: 'Lyon' }),
      country: countryKeyword({
        label: 'Last country',
        meaning: 'Country of the city, ISO 3166-1 alpha-2.',
        example: 'FR',
      }),
      location: geoPoint({
        label: 'Last coordinates',
        meaning: 'WGS 84 coordinates of the city.',
        example: { lat: 45.76, lon: 4.84 },
      }),
    }),
    quality: group({
      unknown_customer: boolean({
        label: 'Unknown customer',
        meaning: 'There are events about the customer and no registration.',
        example: false,
      }),
    }),
    ...foldFields,
  },
})

export type CustomerDocument = IndexDocument<typeof customers>
/** What the fold keeps of a customer: the document without the engine's own part. */
export type CustomerState = Omit<CustomerDocument, 'fold'>
