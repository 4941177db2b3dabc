import { describe, expect, it } from 'vitest'
import { currencyOfAccount } from './event-currency.ts'

describe('the currency of an account', () => {
  it('is the one in which it was opened', () => {
    const event = '{"type":"bank.account.opened.v1","data":{"kind":"current","currency":"JPY"}}'

    expect(currencyOfAccount(event)).toBe('JPY')
  })

  it('is the one in which a transaction was booked, not the one that was paid in', () => {
    const event =
      '{"type":"bank.transaction.authorized.v1","data":{"amount":{"amount_minor":1,"currency":"CHF"},"booked":{"amount_minor":1,"currency":"EUR"}}}'

    expect(currencyOfAccount(event)).toBe('EUR')
  })

  it('is unknown where nothing was booked', () => {
    const event =
      '{"type":"bank.transaction.declined.v1","data":{"amount":{"amount_minor":1,"currency":"CHF"}}}'

    expect(currencyOfAccount(event)).toBeUndefined()
  })
})
