import { describe, expect, it } from 'vitest'
import { EpochMs } from '../contracts/time.ts'
import { identityOf, offsetIn } from './log-identity.ts'

const record = {
  topic: 'bank.activity',
  partition: 3,
  offset: 4711,
  appendTime: EpochMs.parse(1_767_571_200_000),
  key: Buffer.from('customer'),
  value: Buffer.from('secret'),
  headers: {},
}

describe('the identity of a record', () => {
  it('tells its offset, its append time and a hash, and nothing of its value', () => {
    const identity = identityOf(record)

    expect(identity).toMatch(/^1:4711:1767571200000:[0-9a-f]{32}$/)
    expect(offsetIn(identity)).toBe(4711)
  })

  it.each([
    { offset: 4712 },
    { appendTime: EpochMs.parse(1_767_571_200_001) },
    { value: Buffer.from('other') },
    { value: Buffer.from('') },
    { value: null },
  ])('is another one where %j differs', (change) => {
    expect(identityOf({ ...record, ...change })).not.toBe(identityOf(record))
  })

  it('tells a value that is empty from none', () => {
    const empty = identityOf({ ...record, value: Buffer.from('') })

    expect(identityOf({ ...record, value: null })).not.toBe(empty)
  })

  it.each(['', 'a note of somebody', '2:4711:0:0', '1:-1:0:9f86d081884c7d659a2feaa0c55ad015'])(
    'is not read into %j, which a commit may say as well',
    (text) => {
      expect(offsetIn(text)).toBeUndefined()
    },
  )
})
