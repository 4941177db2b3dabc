import { type Channel, type DeclineReason } from '../../contracts/events/bank-activity.ts'
import { type Place } from '../../contracts/place.ts'
import { type Currency } from './currencies.ts'
import { type Merchant } from './merchants.ts'

/** Which of a customer's accounts. */
export type AccountNumber = 0 | 1

/** The account on which everything happens, and the one that some have beside it. */
export const current: AccountNumber = 0
export const savings: AccountNumber = 1

export type Direction = 'debit' | 'credit'

export interface Counterpart {
  readonly bank: string
  readonly name: string
}

/** What a customer, or somebody who pays them, asks of the bank. */
export interface Transaction {
  /** Of this customer's transactions, from 0. */
  readonly sequence: number
  readonly account: AccountNumber
  readonly direction: Direction
  readonly amountMinor: number
  readonly currency: Currency
  readonly channel: Channel
  readonly place: Place
  readonly merchant?: Merchant
  readonly counterpart?: Counterpart
}

/** Money that has moved, in the currency of the account. */
interface Booking {
  readonly bookedMinor: number
  readonly balanceAfterMinor: number
}

export interface Authorized extends Booking {
  readonly kind: 'authorized'
  readonly transaction: Transaction
}

export interface Declined {
  readonly kind: 'declined'
  readonly transaction: Transaction
  readonly reason: DeclineReason
}

export interface Reversed extends Booking {
  readonly kind: 'reversed'
  /** The one that is taken back, in whole or in part. */
  readonly transaction: Transaction
  readonly amountMinor: number
  readonly reason: ReversalReason
}

export type ReversalReason = 'merchant_refund' | 'customer_dispute' | 'duplicate' | 'technical'

export interface Registered {
  readonly kind: 'registered'
}

export interface Opened {
  readonly kind: 'opened'
  readonly account: AccountNumber
  readonly openingMinor: number
  readonly overdraftMinor: number
}

export type Happening = Registered | Opened | Authorized | Declined | Reversed

/** A happening with its place in time: an event that is not yet written down. */
export interface Occurrence {
  readonly customer: number
  /** When it happened, epoch ms. */
  readonly timeMs: number
  /** When the bank recorded it. */
  readonly recordedMs: number
  /** Random bits of the event's id. */
  readonly bits: readonly [number, number, number]
  readonly happening: Happening
}
