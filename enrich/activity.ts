import { amountBands, bandOf } from '../contracts/bands.ts'
import { categoryGroups, type CategoryGroup } from '../contracts/category-groups.ts'
import { type BankTransaction } from '../contracts/events/bank-activity.ts'
import { activity, type ActivityState } from '../contracts/indices/activity.ts'
import { type Contribution, type StateBody } from '../contracts/processor.ts'
import { sumOf } from './sums.ts'
import { type TransactionFacts } from './transaction-facts.ts'
import { type Writable } from './writable.ts'

/** What a transaction adds to the two roll-ups. */
export function contributionsOf(
  { time, data }: BankTransaction,
  facts: TransactionFacts,
): readonly Contribution[] {
  const { channel, direction, place } = data
  const { outcome, group } = facts
  const { country } = place
  const added = { facts, isCredit: direction === 'credit' }
  const minute = `${time.slice(0, 16)}:00.000Z`
  const hour = `${time.slice(0, 13)}:00:00.000Z`
  return [
    {
      index: activity,
      id: `m-${minute.slice(0, 16)}-${channel}-${outcome}`,
      time: minute,
      addTo: (body) => windowAfter(stateOf(body) ?? { '@timestamp': minute, window: 'minute', outcome, channel, ...nothing }, added), // prettier-ignore
    },
    {
      index: activity,
      id: `h-${hour.slice(0, 13)}-${groupIds[group]}-${country}-${outcome}`,
      time: hour,
      addTo: (body) => windowAfter(stateOf(body) ?? { '@timestamp': hour, window: 'hour', outcome, group, country, ...nothing }, added), // prettier-ignore
    },
  ]
}

function stateOf(body: StateBody | undefined): ActivityState | undefined {
  return body as ActivityState | undefined
}

const groupIds = Object.fromEntries(
  categoryGroups.map((group) => [group, group.replaceAll(' ', '_')]),
) as Record<CategoryGroup, string>

interface Added {
  readonly facts: TransactionFacts
  readonly isCredit: boolean
}

/** What a window holds before its first transaction. */
const nothing = {
  count: 0,
  foreign_count: 0,
  amount: { count: 0, sum_eur_cents: 0, sum_eur: 0, credit_eur_cents: 0 },
  band: Object.fromEntries(amountBands.map(({ field }) => [field, 0])) as ActivityState['band'],
}

function windowAfter(before: ActivityState, { facts, isCredit }: Added): ActivityState {
  const { eurCents, isForeign } = facts
  const after: Writable<ActivityState> = { ...before }
  after.count += 1
  if (isForeign === true) after.foreign_count += 1
  if (eurCents === undefined) return after
  after.amount = amountAfter(before.amount, eurCents, isCredit)
  const band = { ...before.band }
  band[bandOf(amountBands, eurCents).field] += 1
  after.band = band
  return after
}

function amountAfter(
  { count, sum_eur_cents, credit_eur_cents, min_eur_cents, max_eur_cents }: ActivityState['amount'],
  eurCents: number,
  isCredit: boolean,
): ActivityState['amount'] {
  const sum = sumOf(sum_eur_cents, eurCents)
  return {
    count: count + 1,
    sum_eur_cents: sum,
    sum_eur: sum / 100,
    credit_eur_cents: isCredit ? sumOf(credit_eur_cents, eurCents) : credit_eur_cents,
    min_eur_cents: Math.min(min_eur_cents ?? eurCents, eurCents),
    max_eur_cents: Math.max(max_eur_cents ?? eurCents, eurCents),
  }
}
