import { amountBands, bandOf } from '../contracts/bands.ts'
import { categoryGroups } from '../contracts/category-groups.ts'
import { type BankTransaction, Channel } from '../contracts/events/bank-activity.ts'
import { activity, type ActivityState } from '../contracts/indices/activity.ts'
import { transactionOutcomes } from '../contracts/indices/transactions.ts'
import { type Contribution, type StateBody } from '../contracts/processor.ts'
import { sumOf } from './sums.ts'
import { type TransactionFacts } from './transaction-facts.ts'
import { type Window, Windows } from './windows.ts'

/** What a transaction adds to the two roll-ups. */
export function contributionsOf(
  { data }: BankTransaction,
  facts: TransactionFacts,
): readonly Contribution[] {
  const minute = minutes.of(facts.at, minuteDimensions[data.channel][facts.outcome])
  const hour = hours.of(facts.at, hourDimensions(facts, data.place.country))
  return [new Share('minute', minute, data, facts), new Share('hour', hour, data, facts)]
}

const minutes = new Windows(60_000, (time) => `m-${time.slice(0, 16)}`)
const hours = new Windows(3_600_000, (time) => `h-${time.slice(0, 13)}`)

/** What each text of a list becomes. */
function eachOf<Text extends string, Value>(texts: readonly Text[], of: (text: Text) => Value) {
  return Object.fromEntries(texts.map((text) => [text, of(text)])) as Record<Text, Value>
}

const minuteDimensions = eachOf(Channel.options, (channel) =>
  eachOf(transactionOutcomes, (outcome) => `${channel}-${outcome}`),
)

/** Countries have two letters, so there are at most 676. */
const hourDimensionsByCountry = eachOf(categoryGroups, () =>
  eachOf(transactionOutcomes, () => new Map<string, string>()),
)

function hourDimensions({ group, outcome }: TransactionFacts, country: string): string {
  const byCountry = hourDimensionsByCountry[group][outcome]
  const known = byCountry.get(country)
  if (known !== undefined) return known
  const made = `${group.replaceAll(' ', '_')}-${country}-${outcome}`
  byCountry.set(country, made)
  return made
}

/** What one transaction adds to one window. */
class Share implements Contribution {
  readonly index = activity
  readonly id: string
  readonly time: string
  readonly #rollUp: 'minute' | 'hour'
  readonly #data: BankTransaction['data']
  readonly #facts: TransactionFacts

  constructor(
    rollUp: 'minute' | 'hour',
    { id, time }: Window,
    data: BankTransaction['data'],
    facts: TransactionFacts,
  ) {
    this.id = id
    this.time = time
    this.#rollUp = rollUp
    this.#data = data
    this.#facts = facts
  }

  addTo(body: StateBody | undefined): ActivityState {
    const { eurCents, isForeign, outcome, group } = this.#facts
    const { channel, direction, place } = this.#data
    const before = (body as ActivityState | undefined) ?? nothing
    const count = before.count + 1
    const foreign_count = isForeign === true ? before.foreign_count + 1 : before.foreign_count
    const amount = amountAfter(before.amount, eurCents, direction)
    const band = bandsAfter(before.band, eurCents)
    return this.#rollUp === 'minute'
      ? { '@timestamp': this.time, window: 'minute', outcome, channel, count, foreign_count, amount, band } // prettier-ignore
      : { '@timestamp': this.time, window: 'hour', outcome, group, country: place.country, count, foreign_count, amount, band } // prettier-ignore
  }
}

/** What a window holds before its first transaction. */
const nothing: Pick<ActivityState, 'count' | 'foreign_count' | 'amount' | 'band'> = {
  count: 0,
  foreign_count: 0,
  amount: { count: 0, sum_eur_cents: 0, sum_eur: 0, credit_eur_cents: 0 },
  band: { under_10: 0, from_10: 0, from_50: 0, from_100: 0, from_500: 0, from_1000: 0, from_5000: 0 }, // prettier-ignore
}

function amountAfter(
  before: ActivityState['amount'],
  eurCents: number | undefined,
  direction: BankTransaction['data']['direction'],
): ActivityState['amount'] {
  if (eurCents === undefined) return before
  const { count, sum_eur_cents, credit_eur_cents, min_eur_cents, max_eur_cents } = before
  const sum = sumOf(sum_eur_cents, eurCents)
  return {
    count: count + 1,
    sum_eur_cents: sum,
    sum_eur: sum / 100,
    credit_eur_cents: direction === 'credit' ? sumOf(credit_eur_cents, eurCents) : credit_eur_cents,
    min_eur_cents: Math.min(min_eur_cents ?? eurCents, eurCents),
    max_eur_cents: Math.max(max_eur_cents ?? eurCents, eurCents),
  }
}

/** Field by field: spreading takes several times as long. */
function bandsAfter(before: ActivityState['band'], eurCents: number | undefined) {
  if (eurCents === undefined) return before
  const { under_10, from_10, from_50, from_100, from_500, from_1000, from_5000 } = before
  const after = { under_10, from_10, from_50, from_100, from_500, from_1000, from_5000 }
  after[bandOf(amountBands, eurCents).field] += 1
  return after
}
