import { readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { AccountOpened, type BankEvent, TransactionAuthorized } from './events/bank-activity.ts'
import { type AccountId, type CustomerId, type EventId } from './ids.ts'
import { limits } from './limits.ts'
import { type MinorUnits } from './money.ts'
import { type EpochMs, type Instant } from './time.ts'

const opened = JSON.parse(
  readFileSync(new URL('golden/bank.account.opened.v1.json', import.meta.url), 'utf8'),
) as { readonly subject: string; readonly data: object }

const isAccepted = (change: object) => AccountOpened.safeParse({ ...opened, ...change }).success

describe('a cloud event', () => {
  test('may carry attributes and data that nobody knows yet; they are ignored', () => {
    const data = { ...opened.data, later_field: [1] }

    const parsed = AccountOpened.parse({ ...opened, traceparent: '00-0af7651916cd43dd', data })

    expect(parsed).toEqual(opened)
  })

  test('of a newer version is another type', () => {
    expect(isAccepted({ type: 'bank.account.opened.v2' })).toBe(false)
    expect(TransactionAuthorized.safeParse(opened).success).toBe(false)
  })

  test.each([
    ['/simulated/bank', true],
    ['/live/fraud-check-2', true],
    [`/live/${'a'.repeat(limits.idLengthMax - 6)}`, true],
    [`/live/${'a'.repeat(limits.idLengthMax - 5)}`, false],
    ['/other/bank', false],
    ['/simulated/', false],
    ['/simulated/Bank', false],
    ['/simulated/bank/2', false],
    ['https://example.org/bank', false],
  ])('from source %s is accepted: %s', (source, expected) => {
    expect(isAccepted({ source })).toBe(expected)
  })

  test.each([
    ['about another subject than its data', { subject: 'c-000043' }],
    ['with an empty subject', { subject: '' }],
    ['of another CloudEvents version', { specversion: '0.3' }],
    ['with data in another format', { datacontenttype: 'text/xml' }],
    ['with a time that is a number', { time: 1_795_248_930_250 }],
    ['with a time without milliseconds', { time: '2026-11-21T08:15:30Z' }],
    ['with null for data', { data: null }],
    ['with a list for data', { data: [opened.data] }],
  ])('%s is refused', (_which, change) => {
    expect(isAccepted(change)).toBe(false)
  })

  test('has ids, money and times whose types cannot be swapped', () => {
    type Data = AccountOpened['data']

    expectTypeOf<Data['customer_id']>().toEqualTypeOf<CustomerId>()
    expectTypeOf<AccountId>().not.toExtend<CustomerId>()
    expectTypeOf<CustomerId>().not.toExtend<AccountId>()
    expectTypeOf<string>().not.toExtend<EventId>()
    expectTypeOf<number>().not.toExtend<MinorUnits>()
    expectTypeOf<EpochMs>().not.toExtend<MinorUnits>()
    expectTypeOf<string>().not.toExtend<Instant>()
    expectTypeOf<TransactionAuthorized>().toExtend<BankEvent>()
  })
})
