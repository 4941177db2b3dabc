import { describe, expect, it } from 'vitest'
import { bankActivity } from '../../contracts/events/bank-activity.ts'
import { planRun } from '../run-plan.ts'
import { Scenario } from '../scenarios/scenario.ts'
import { bankOf, Names } from './names.ts'
import { World } from './world.ts'

const scenario = Scenario.parse({
  summary: 'A test.',
  customers: 40,
  history_days: 7,
  stages: [{ kind: 'constant', rate: 1 }],
})

/** Every id of a week that must not be in another bank. */
function idsOf(bank: string | undefined): ReadonlySet<string> {
  const { traffic } = planRun({ scenario, seed: 1, start: Date.UTC(2026, 0, 5), bank }, 0)
  const world = new World(traffic.world)
  const ids = [...world.eventsUntil(traffic.liveFrom)].flatMap((occurrence) => {
    const event = JSON.parse(world.write(occurrence)) as WrittenIds
    const kind = bankActivity.events.find(({ type }) => type === event.type)
    expect(kind?.schema.safeParse(event).success).toBe(true)
    const { customer_id: customer, account_id: account, transaction_id: transaction } = event.data
    return [event.id, event.subject, customer, account, transaction]
  })
  return new Set(ids.filter((id) => id !== undefined))
}

interface WrittenIds {
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly data: {
    readonly customer_id: string
    readonly account_id?: string
    readonly transaction_id?: string
  }
}

describe('two banks of the same seed and start', () => {
  it('share no id of an event, a customer, an account or a transaction', () => {
    const nameless = idsOf(undefined)
    const blue = idsOf('blue')

    expect(nameless.size).toBeGreaterThan(500)
    expect([...blue].filter((id) => nameless.has(id))).toEqual([])
  })
})

describe('bankOf', () => {
  it.each([undefined, 'blue', 'b2'])(
    'reads the bank %s out of the ids of its customers',
    (bank) => {
      const names = new Names(bank)

      expect(bankOf(names.customer(7))).toEqual({ bank })
      expect(bankOf(names.customer(1_234_567))).toEqual({ bank })
    },
  )

  it.each(['', 'order-7', 'c-7', 'x', 'blue-o-000001'])('knows no bank of %j', (id) => {
    expect(bankOf(id)).toBeUndefined()
  })
})
