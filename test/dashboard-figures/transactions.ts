import { type TransactionDocument } from '../../contracts/indices/transactions.ts'
import { type Scope } from './scope.ts'

/** What panels over transactions read and choose. */

export const amount = ({ transaction }: TransactionDocument) => transaction.amount_eur
export const customer = ({ customer: { id } }: TransactionDocument) => id
export const channel = ({ transaction }: TransactionDocument): string => transaction.channel
export const country = ({ place }: TransactionDocument) => place.country
export const outcome = ({ transaction }: TransactionDocument): string => transaction.outcome
export const direction = ({ transaction }: TransactionDocument): string => transaction.direction
export const reason = ({ transaction }: TransactionDocument): string | undefined =>
  transaction.reason
export const producer = ({ event }: TransactionDocument) => event.source

export function authorized({ transactions }: Scope): TransactionDocument[] {
  return transactions.filter((one) => outcome(one) === 'authorized')
}

export function declined({ transactions }: Scope): TransactionDocument[] {
  return transactions.filter((one) => outcome(one) === 'declined')
}

/** Money that left the accounts of customers, and was not refused. */
export function spent(scope: Scope): TransactionDocument[] {
  return authorized(scope).filter((one) => direction(one) === 'debit')
}
