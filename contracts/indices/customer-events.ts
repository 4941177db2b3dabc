import { group, long, optional } from '../field.ts'
import { countryKeyword, idKeyword } from './bounded-keywords.ts'
import { accountCurrencyKeyword, accountKindKeyword, archetypeKeyword } from './customer-fields.ts'
import { defineIndex, type IndexDocument } from '../index-definition.ts'
import { eventFields, placeFields } from './event-fields.ts'

/**
 * One document per event in the life of a customer that is not a transaction. Names, date of birth
 * and counsellor stay in the log: nobody needs them to read a chart.
 */
export const customerEvents = defineIndex({
  name: 'customer-events',
  summary: 'One document per registration of a customer or opening of an account.',
  period: 'month',
  nature: 'derived',
  fields: {
    ...eventFields,
    customer: group({
      id: idKeyword({ label: 'Customer', meaning: 'The customer.', example: 'c-000042' }),
      archetype: optional(archetypeKeyword),
      nationality: optional(
        countryKeyword({
          label: 'Nationality',
          meaning: 'Nationality, ISO 3166-1 alpha-2.',
          example: 'FR',
        }),
      ),
      home: optional(placeFields('home')),
    }),
    account: optional(
      group({
        id: idKeyword({ label: 'Account', meaning: 'The account.', example: 'c-000042-1' }),
        kind: accountKindKeyword,
        currency: accountCurrencyKeyword,
        opening_balance_minor: long({
          label: 'Opening balance (minor units)',
          meaning: 'Balance with which the account began.',
          example: 150_000,
          unit: 'minor units',
        }),
      }),
    ),
  },
})

export type CustomerEventDocument = IndexDocument<typeof customerEvents>
