import { ageBands } from '../bands.ts'
import { boolean, byte, group, keyword, optional } from '../field.ts'
import { countryKeyword, idKeyword, nameKeyword, zoneKeyword } from './bounded-keywords.ts'
import { archetypeKeyword } from './customer-fields.ts'

/** Who the customer of a transaction is, as known before it. */
export const transactionCustomer = group({
  id: idKeyword({
    label: 'Customer',
    meaning: 'Customer of the account.',
    example: 'c-000042',
  }),
  archetype: optional(archetypeKeyword),
  age_band: optional(
    keyword(
      {
        label: 'Age band',
        meaning: 'Completed years of the customer on that day.',
        example: '4 35 to 49',
      },
      { values: ageBands.map(({ name }) => name) },
    ),
  ),
  city: optional(
    nameKeyword({ label: 'Home city', meaning: 'Where the customer lives.', example: 'Lyon' }),
  ),
  country: optional(
    countryKeyword({
      label: 'Residence',
      meaning: 'Country of residence, ISO 3166-1 alpha-2.',
      example: 'FR',
    }),
  ),
  zone: optional(
    zoneKeyword({
      label: 'Home time zone',
      meaning: 'IANA time zone of the home.',
      example: 'Europe/Paris',
    }),
  ),
  hour: optional(
    byte({
      label: 'Hour at home',
      meaning: 'Hour of the day at the home of the customer.',
      example: 9,
      unit: 'h',
    }),
  ),
})

/** What is not known of a transaction, or not in order. */
export const transactionQuality = group({
  clock_skewed: boolean({
    label: 'Clock skewed',
    meaning: "The producer's clock was more than 60 s away from the trusted one.",
    example: false,
  }),
  rapid: boolean({
    label: 'Rapid',
    meaning: 'Within a second of the previous transaction of the account.',
    example: false,
  }),
  unknown_account: boolean({
    label: 'Unknown account',
    meaning: 'No event before it has opened the account.',
    example: false,
  }),
  unknown_customer: boolean({
    label: 'Unknown customer',
    meaning: 'No event before it has registered the customer.',
    example: false,
  }),
  unknown_merchant: boolean({
    label: 'Unknown merchant',
    meaning: 'Paid by card or online, and the event names no merchant.',
    example: false,
  }),
  unknown_category: boolean({
    label: 'Unknown category',
    meaning: 'The MCC is in no category we know.',
    example: false,
  }),
  unknown_rate: boolean({
    label: 'Unknown rate',
    meaning: 'No rate to EUR is known for the currency; the amount in EUR is missing.',
    example: false,
  }),
  unknown_zone: boolean({
    label: 'Unknown zone',
    meaning: 'The time zone of the place is not known; local time is UTC.',
    example: false,
  }),
})
