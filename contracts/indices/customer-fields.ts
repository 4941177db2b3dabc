import { ageBands } from '../bands.ts'
import { AccountKind, Archetype, MaritalStatus } from '../events/bank-activity.ts'
import { date, group, keyword, list, long, optional } from '../field.ts'
import { limits } from '../limits.ts'
import { countryKeyword, currencyKeyword, idKeyword, nameKeyword } from './bounded-keywords.ts'
import { placeFields } from './event-fields.ts'

export const archetypeKeyword = keyword(
  {
    label: 'Archetype',
    meaning: 'How the customer lives and spends.',
    example: 'serious_adult',
  },
  { values: Archetype.options },
)

export const accountKindKeyword = keyword(
  { label: 'Kind of account', meaning: 'Current or savings.', example: 'current' },
  { values: AccountKind.options },
)

export const accountCurrencyKeyword = currencyKeyword({
  label: 'Account currency',
  meaning: 'Currency of the account, ISO 4217.',
  example: 'EUR',
})

/** Who a customer is, as the last registration says. */
export const customerProfile = group({
  id: idKeyword({ label: 'Customer', meaning: 'The customer.', example: 'c-000042' }),
  given_name: optional(
    nameKeyword({
      label: 'Given name',
      meaning: 'Given name.',
      example: 'Camille',
      isPersonal: true,
    }),
  ),
  family_name: optional(
    nameKeyword({
      label: 'Family name',
      meaning: 'Family name.',
      example: 'Delacroix',
      isPersonal: true,
    }),
  ),
  date_of_birth: optional(
    keyword(
      {
        label: 'Date of birth',
        meaning: 'Date of birth.',
        example: '1984-02-29',
        isPersonal: true,
      },
      { lengthMax: 10 },
    ),
  ),
  age_band: optional(
    keyword(
      {
        label: 'Age band',
        meaning: 'Completed years on the day of the newest event.',
        example: '4 35 to 49',
      },
      { values: ageBands.map(({ name }) => name) },
    ),
  ),
  archetype: optional(archetypeKeyword),
  marital_status: optional(
    keyword(
      { label: 'Marital status', meaning: 'Marital status.', example: 'married' },
      { values: MaritalStatus.options },
    ),
  ),
  nationality: optional(
    countryKeyword({
      label: 'Nationality',
      meaning: 'Nationality, ISO 3166-1 alpha-2.',
      example: 'FR',
    }),
  ),
  residence: optional(
    countryKeyword({
      label: 'Residence',
      meaning: 'Country of residence, ISO 3166-1 alpha-2; elsewhere is foreign.',
      example: 'FR',
    }),
  ),
  home: optional(placeFields('home')),
  member_since: optional(
    keyword(
      {
        label: 'Member since',
        meaning: 'Day since which they are a customer.',
        example: '2019-05-13',
      },
      { lengthMax: 10 },
    ),
  ),
})

/** What a customer has. */
export const customerAccounts = list(limits.accountsPerCustomerMax, {
  id: idKeyword({ label: 'Account', meaning: 'The account.', example: 'c-000042-1' }),
  kind: optional(accountKindKeyword),
  currency: optional(accountCurrencyKeyword),
  opening_minor: optional(
    long({
      label: 'Opening balance (minor units)',
      meaning: 'Balance with which it began; missing where its opening is not in the log.',
      example: 150_000,
      unit: 'minor units',
    }),
  ),
  overdraft_limit_minor: optional(
    long({
      label: 'Overdraft limit (minor units)',
      meaning: 'How far below zero it may go.',
      example: 50_000,
      unit: 'minor units',
    }),
  ),
  credit_minor: long({
    label: 'Credited (minor units)',
    meaning: 'Everything that was booked to it.',
    example: 310_000,
    unit: 'minor units',
  }),
  debit_minor: long({
    label: 'Debited (minor units)',
    meaning: 'Everything that was booked from it.',
    example: 288_655,
    unit: 'minor units',
  }),
  balance_minor: optional(
    long({
      label: 'Balance (minor units)',
      meaning:
        'Opening + credited - debited; where the opening is not in the log, what the last booking says.',
      example: 171_345,
      unit: 'minor units',
    }),
  ),
  balance_eur_cents: optional(
    long({
      label: 'Balance (EUR cents)',
      meaning: 'The balance at the rate of the day of the last booking.',
      example: 171_345,
      unit: 'EUR cents',
    }),
  ),
  last_transaction_at: optional(
    date({
      label: 'Last transaction',
      meaning: 'Time of its last transaction, in the order of the log.',
      example: '2026-11-21T08:15:30.250Z',
    }),
  ),
})
