import { type BankEvent } from '../contracts/events/bank-activity.ts'
import { type AccountEffect } from '../ingest/audit/ledger-check.ts'

/** What an event of the bank does to an account; undefined when it is about none. */
export function accountEffectOf({ type, data }: BankEvent): AccountEffect | undefined {
  switch (type) {
    case 'bank.customer.registered.v1':
      return undefined
    case 'bank.account.opened.v1':
      return { account: data.account_id, isTransaction: false, gainMinor: data.opening_balance_minor } // prettier-ignore
    case 'bank.transaction.declined.v1':
      return { account: data.account_id, isTransaction: true, gainMinor: 0 }
    case 'bank.transaction.authorized.v1':
    case 'bank.transaction.reversed.v1': {
      const amount: number = data.booked.amount_minor
      const gainMinor = data.direction === 'credit' ? amount : -amount
      return { account: data.account_id, isTransaction: true, gainMinor }
    }
  }
}
