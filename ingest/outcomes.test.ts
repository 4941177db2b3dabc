import { describe, expect, it } from 'vitest'
import { Ledger } from './ledger.ts'
import { Outcomes, outcomes, unaccounted } from './outcomes.ts'

describe('the outcomes of a partition', () => {
  it.each(outcomes)('account for every record that ends as %s', (outcome) => {
    const ledger = new Outcomes()
    ledger.consume(5)
    ledger.begin(5)

    ledger.settle(outcome, 3)

    expect(ledger.counts).toMatchObject({ consumed: 5, inFlight: 2, [outcome]: 3 })
    expect(unaccounted(ledger.counts)).toBe(0)
  })

  it('tell a record that was consumed and never begun', () => {
    const ledger = new Outcomes()
    ledger.consume(5)

    ledger.begin(4)

    expect(unaccounted(ledger.counts)).toBe(1)
  })

  it('refuse a second outcome of a record', () => {
    const ledger = new Outcomes()
    ledger.begin(1)
    ledger.settle('applied', 1)

    expect(() => {
      ledger.settle('deadLettered', 1)
    }).toThrow('two outcomes')
  })
})

describe('a ledger', () => {
  it('keeps the counts of a partition over its runs, and adds up partitions', () => {
    const ledger = new Ledger()
    ledger.of({ topic: 'a', partition: 0 }).consume(1)
    ledger.of({ topic: 'a', partition: 1 }).consume(2)

    ledger.of({ topic: 'a', partition: 0 }).consume(3)

    expect(ledger.total.consumed).toBe(6)
    expect([...ledger.partitions.keys()]).toEqual(['a/0', 'a/1'])
  })
})
