import { z } from 'zod'
import { cloudEvent } from '../cloud-event.ts'
import { AccountId, CustomerId, MerchantId, TransactionId } from '../ids.ts'
import { limits } from '../limits.ts'
import { CurrencyCode, MinorUnits, Money } from '../money.ts'
import { Place } from '../place.ts'
import { country, personal, text } from '../text.ts'
import { CalendarDate } from '../time.ts'
import { sourceOfTruth, type Topic } from '../topic.ts'

/** An event about a customer: its subject, and so its Kafka key, is the customer's id. */
function customerEvent<Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  data: z.ZodObject<Shape & { customer_id: typeof CustomerId }>,
) {
  return cloudEvent(type, data).refine(isAboutItsSubject, {
    path: ['subject'],
    error: 'expected the same id as data.customer_id',
  })
}

function isAboutItsSubject(event: { subject: string; data: unknown }): boolean {
  return (event.data as { customer_id: string }).customer_id === event.subject
}

export const Archetype = z
  .enum([
    'compulsive_adult',
    'serious_adult',
    'child',
    'spending_elder',
    'responsible_teenager',
    'rich_teenager',
  ])
  .meta({ description: 'How the customer lives and spends.' })
export type Archetype = z.infer<typeof Archetype>

export const MaritalStatus = z
  .enum(['single', 'married', 'divorced', 'widowed', 'cohabiting'])
  .meta({ description: 'Marital status.' })
export type MaritalStatus = z.infer<typeof MaritalStatus>

export const AccountKind = z.enum(['current', 'savings']).meta({ description: 'Kind of account.' })
export type AccountKind = z.infer<typeof AccountKind>

export const Direction = z
  .enum(['debit', 'credit'])
  .meta({ description: 'debit takes from the account, credit adds to it.' })
export type Direction = z.infer<typeof Direction>

export const Channel = z
  .enum(['card_present', 'online', 'atm', 'transfer', 'direct_debit'])
  .meta({ description: 'How it was made.' })
export type Channel = z.infer<typeof Channel>

export const DeclineReason = z.enum([
  'insufficient_funds',
  'limit_exceeded',
  'wrong_pin',
  'suspected_fraud',
])
export type DeclineReason = z.infer<typeof DeclineReason>

/** Why money went back. */
export const ReversalReason = z.enum([
  'merchant_refund',
  'customer_dispute',
  'duplicate',
  'technical',
])
export type ReversalReason = z.infer<typeof ReversalReason>

export const CustomerRegistered = customerEvent(
  'bank.customer.registered.v1',
  z.object({
    customer_id: CustomerId,
    given_name: personal(text('Given name.', limits.nameLengthMax)),
    family_name: personal(text('Family name.', limits.nameLengthMax)),
    date_of_birth: personal(CalendarDate.describe('Date of birth.')),
    nationality: country('Nationality.'),
    residence: country('Country of residence.'),
    home: Place,
    marital_status: MaritalStatus,
    archetype: Archetype,
    counsellor: personal(text('Name of the counsellor at the bank.', limits.nameLengthMax)),
    member_since: CalendarDate.describe('Day since which they are a customer.'),
  }),
)
export type CustomerRegistered = z.infer<typeof CustomerRegistered>

export const AccountOpened = customerEvent(
  'bank.account.opened.v1',
  z.object({
    customer_id: CustomerId,
    account_id: AccountId,
    kind: AccountKind,
    currency: CurrencyCode,
    opening_balance_minor: MinorUnits.describe('Balance with which the account begins.'),
    overdraft_limit_minor: z
      .int()
      .nonnegative()
      .describe('How far below zero the balance may go, as a positive number of minor units.'),
  }),
)
export type AccountOpened = z.infer<typeof AccountOpened>

const Merchant = z
  .object({
    id: MerchantId,
    name: text('Name on the receipt.', limits.nameLengthMax),
    mcc: z
      .string()
      .length(limits.mccLength)
      .regex(/^[0-9]{4}$/, { error: 'expected four digits' })
      .meta({ description: 'Merchant category code (ISO 18245).', examples: ['5411'] }),
  })
  .meta({ description: 'Who was paid, where a merchant was.' })

const Counterpart = z
  .object({
    bank: text('Bank on the other side.', limits.nameLengthMax),
    name: personal(text('Who is on the other side.', limits.nameLengthMax)),
  })
  .meta({ description: 'The other side of a transfer or direct debit.' })

const transactionData = z.object({
  transaction_id: TransactionId,
  customer_id: CustomerId,
  account_id: AccountId,
  direction: Direction,
  amount: Money,
  channel: Channel,
  place: Place,
  merchant: Merchant.optional(),
  counterpart: Counterpart.optional(),
})

/** What an event that moves money says about the account. */
const booking = {
  booked: Money.describe('The amount as booked, in the currency of the account.'),
  balance_after_minor: MinorUnits.describe(
    'Balance of the account after this event, in minor units of the currency of the account.',
  ),
}

export const TransactionAuthorized = customerEvent(
  'bank.transaction.authorized.v1',
  transactionData.extend(booking),
)
export type TransactionAuthorized = z.infer<typeof TransactionAuthorized>

export const TransactionDeclined = customerEvent(
  'bank.transaction.declined.v1',
  transactionData.extend({
    reason: DeclineReason.meta({ description: 'Why the bank refused.' }),
  }),
)
export type TransactionDeclined = z.infer<typeof TransactionDeclined>

export const TransactionReversed = customerEvent(
  'bank.transaction.reversed.v1',
  transactionData.extend({
    direction: Direction.meta({
      description: 'Which way the money now goes: the opposite of the transaction it reverses.',
    }),
    reason: ReversalReason.meta({ description: 'Why the money went back.' }),
    ...booking,
  }),
)
export type TransactionReversed = z.infer<typeof TransactionReversed>

export type BankTransaction = TransactionAuthorized | TransactionDeclined | TransactionReversed
export type BankEvent = CustomerRegistered | AccountOpened | BankTransaction

/** Everything that happens at the bank, in the order in which it happened to each customer. */
export const bankActivity = {
  name: 'bank.activity',
  summary: 'What customers of the bank do and what the bank answers.',
  key: 'customer id',
  partitions: 6,
  settings: sourceOfTruth(limits.messageBytesMax),
  events: [
    {
      type: 'bank.customer.registered.v1',
      summary: 'Somebody has become a customer.',
      schema: CustomerRegistered,
    },
    {
      type: 'bank.account.opened.v1',
      summary: 'A customer has a new account.',
      schema: AccountOpened,
    },
    {
      type: 'bank.transaction.authorized.v1',
      summary: 'Money has moved and the balance has changed.',
      schema: TransactionAuthorized,
    },
    {
      type: 'bank.transaction.declined.v1',
      summary: 'The bank has refused a transaction; no money has moved.',
      schema: TransactionDeclined,
    },
    {
      type: 'bank.transaction.reversed.v1',
      summary: 'An authorized transaction has been taken back and the money returned.',
      schema: TransactionReversed,
    },
  ],
} as const satisfies Topic
