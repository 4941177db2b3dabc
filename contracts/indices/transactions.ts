import { amountBands } from '../bands.ts'
import { categoryGroups } from '../category-groups.ts'
import { Channel, DeclineReason, Direction, ReversalReason } from '../events/bank-activity.ts'
import { boolean, byte, double, group, keyword, long, optional } from '../field.ts'
import { channelLabels } from './channel-labels.ts'
import { currencyKeyword, idKeyword, mccKeyword, nameKeyword } from './bounded-keywords.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'
import { transactionCustomer, transactionQuality } from './transaction-fields.ts'
import { eventFields, placeFields } from './event-fields.ts'

export const transactionOutcomes = ['authorized', 'declined', 'reversed'] as const

const reasonLabels = { wrong_pin: 'Wrong PIN', technical: 'Technical fault' }
const directionLabels = { credit: 'In (credit)', debit: 'Out (debit)' }

/** One document per transaction event: authorized, declined or reversed. */
export const transactions = defineIndex({
  name: 'transactions',
  summary: 'One document per transaction event of the bank, enriched.',
  period: 'month',
  nature: 'derived',
  fields: {
    ...eventFields,
    customer: transactionCustomer,
    account: group({
      id: idKeyword({
        label: 'Account',
        meaning: 'Account of the customer.',
        example: 'c-000042-1',
      }),
    }),
    transaction: group({
      id: idKeyword({
        label: 'Transaction',
        meaning: 'The transaction; its authorization and its reversal share it.',
        example: 't-8f3a91c2',
      }),
      outcome: keyword(
        {
          label: 'Outcome',
          meaning: 'What the bank answered.',
          example: 'authorized',
        },
        { values: transactionOutcomes },
      ),
      reason: optional(
        keyword(
          {
            label: 'Reason',
            meaning: 'Why it was declined or reversed.',
            example: 'insufficient_funds',
          },
          {
            values: [...DeclineReason.options, ...ReversalReason.options],
            labels: reasonLabels,
          },
        ),
      ),
      direction: keyword(
        {
          label: 'Direction',
          meaning: 'debit takes from the account, credit adds to it.',
          example: 'debit',
        },
        { values: Direction.options, labels: directionLabels },
      ),
      channel: keyword(
        {
          label: 'Channel',
          meaning: 'How it was made: card present, online, cash machine, transfer, direct debit.',
          example: 'card_present',
        },
        { values: Channel.options, labels: channelLabels },
      ),
      amount_minor: long({
        label: 'Amount (minor units)',
        meaning: 'Amount in its own currency.',
        example: 4_250,
        unit: 'minor units',
      }),
      currency: currencyKeyword({
        label: 'Currency',
        meaning: 'Currency of the amount, ISO 4217.',
        example: 'EUR',
      }),
      amount_eur_cents: optional(
        long({
          label: 'Amount (EUR cents)',
          meaning: "Amount converted once at the day's reference rate; every sum uses it.",
          example: 4_250,
          unit: 'EUR cents',
        }),
      ),
      amount_eur: optional(
        double({
          label: 'Amount (EUR)',
          meaning: 'The same amount in euros, for display.',
          example: 42.5,
          unit: 'EUR',
        }),
      ),
      amount_band: optional(
        keyword(
          {
            label: 'Amount band',
            meaning: 'Band of the amount in EUR, numbered so that it sorts.',
            example: '2 10 to 50 EUR',
          },
          { values: amountBands.map(({ name }) => name) },
        ),
      ),
      booked_minor: optional(
        long({
          label: 'Booked (minor units)',
          meaning: 'The amount as booked, in the currency of the account; declined ones have none.',
          example: 4_250,
          unit: 'minor units',
        }),
      ),
      is_foreign: optional(
        boolean({
          label: 'Foreign',
          meaning: 'Outside the country of residence; missing where that is not known.',
          example: false,
        }),
      ),
      is_overdrawn: optional(
        boolean({
          label: 'Overdrawn after',
          meaning: 'Whether the account is below zero after it.',
          example: false,
        }),
      ),
      balance_after_minor: optional(
        long({
          label: 'Balance after (minor units)',
          meaning: 'Balance of the account after the transaction, in the currency of the account.',
          example: 120_345,
          unit: 'minor units',
        }),
      ),
    }),
    merchant: optional(
      group({
        id: idKeyword({ label: 'Merchant id', meaning: 'Who was paid.', example: 'm-00311' }),
        name: nameKeyword({
          label: 'Merchant',
          meaning: 'Name on the receipt.',
          example: 'Boulangerie Morel',
        }),
        mcc: mccKeyword({
          label: 'MCC',
          meaning: 'Merchant category code (ISO 18245).',
          example: '5462',
        }),
        category: keyword({
          label: 'Category',
          meaning: 'Category of the merchant, by its MCC.',
          example: 'Bakeries',
        }),
        group: keyword(
          {
            label: 'Category group',
            meaning: 'Group of the category.',
            example: 'Groceries',
          },
          { values: categoryGroups },
        ),
      }),
    ),
    counterpart: optional(
      group({
        bank: nameKeyword({
          label: 'Counterpart bank',
          meaning: 'Bank on the other side of a transfer or direct debit.',
          example: 'Banque Horizon',
        }),
      }),
    ),
    place: placeFields('place'),
    local: group({
      hour: byte({
        label: 'Local hour',
        meaning: 'Hour of the day at the place of the transaction.',
        example: 9,
        unit: 'h',
      }),
      weekday: keyword(
        {
          label: 'Local weekday',
          meaning: 'Day of the week at the place, numbered from Monday so that it sorts.',
          example: '6 Sat',
        },
        { values: ['1 Mon', '2 Tue', '3 Wed', '4 Thu', '5 Fri', '6 Sat', '7 Sun'] },
      ),
    }),
    quality: transactionQuality,
  },
})

export type TransactionDocument = IndexDocument<typeof transactions>
