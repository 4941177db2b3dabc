import { amountBands } from '../bands.ts'
import { categoryGroups } from '../category-groups.ts'
import { Channel } from '../events/bank-activity.ts'
import { date, double, group, keyword, long, optional } from '../field.ts'
import { wordsOf } from '../value-labels.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'
import { channelLabels } from './channel-labels.ts'
import { countryKeyword } from './bounded-keywords.ts'
import { foldFields } from './fold-fields.ts'
import { transactionOutcomes } from './transactions.ts'

const cents = (label: string, meaning: string) => long({ label, meaning, example: 425_000, unit: 'EUR cents' }) // prettier-ignore

const bandFields = Object.fromEntries(
  amountBands.map(({ field, name }) => [
    field,
    long({
      label: `Transactions: ${wordsOf(name)}`,
      meaning: 'How many were in this band.',
      example: 12,
    }),
  ]),
) as Record<(typeof amountBands)[number]['field'], ReturnType<typeof long>>

/**
 * One document per window, partition and dimensions. Two roll-ups: by minute, channel and outcome;
 * by hour, category group, country and outcome. Nothing is closed: a late event corrects its window.
 */
export const activity = defineIndex({
  name: 'activity',
  summary: 'Sums over transactions, by minute and by hour; add up the partitions.',
  period: 'month',
  nature: 'derived',
  fields: {
    '@timestamp': date({
      label: 'Window',
      meaning: 'Begin of the window, by event time.',
      example: '2026-11-21T08:15:00.000Z',
    }),
    window: keyword(
      {
        label: 'Roll-up',
        meaning: 'minute: by channel and outcome; hour: by group, country and outcome.',
        example: 'minute',
      },
      { values: ['minute', 'hour'] },
    ),
    outcome: keyword(
      { label: 'Outcome', meaning: 'What the bank answered.', example: 'authorized' },
      { values: transactionOutcomes },
    ),
    channel: optional(
      keyword(
        { label: 'Channel', meaning: 'How it was made; by minute only.', example: 'card_present' },
        { values: Channel.options, labels: channelLabels },
      ),
    ),
    group: optional(
      keyword(
        { label: 'Group', meaning: 'What the money was for; by hour only.', example: 'Groceries' },
        { values: categoryGroups },
      ),
    ),
    country: optional(
      countryKeyword({
        label: 'Country',
        meaning: 'Where it happened, ISO 3166-1 alpha-2; by hour only.',
        example: 'FR',
      }),
    ),
    count: long({ label: 'Transactions', meaning: 'How many.', example: 100 }),
    foreign_count: long({
      label: 'Foreign transactions',
      meaning: 'How many were outside the country of residence.',
      example: 7,
    }),
    amount: group({
      count: long({
        label: 'Transactions with an amount in EUR',
        meaning: 'How many are in the sums.',
        example: 99,
      }),
      sum_eur_cents: cents('Sum (EUR cents)', 'Of all amounts, whichever way they go.'),
      sum_eur: double({
        label: 'Sum (EUR)',
        meaning: 'The same in euros, for display.',
        example: 4_250,
        unit: 'EUR',
      }),
      credit_eur_cents: cents('Credited (EUR cents)', 'The part of it that came in.'),
      min_eur_cents: optional(cents('Smallest (EUR cents)', 'The smallest amount.')),
      max_eur_cents: optional(cents('Largest (EUR cents)', 'The largest amount.')),
    }),
    band: group(bandFields),
    ...foldFields,
  },
})

export type ActivityDocument = IndexDocument<typeof activity>
/** What the fold keeps of a window: the document without the engine's own part. */
export type ActivityState = Omit<ActivityDocument, 'fold'>
