import { bankActivity } from '../contracts/events/bank-activity.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { bankRecords } from './bank-records.ts'
import { foundedMs } from './generator-load.ts'
import { formatSpread, type Spread, spreadOf } from './spread.ts'

const perSecond = 1000
const minutes = 10
const seeds = [1, 2, 3]
/** Of the demo, and of a bank twenty times as large. */
const populations = [5000, 100_000]

const processor = bankProcessor(defaultFoldSettings)

interface Documents {
  readonly minute: number
  readonly hour: number
  readonly all: number
}

/** How many documents of `tally-activity` do 1,000 events become, at 1,000 events a second? */
export function benchActivity(say: (text: string) => void): Promise<object> {
  say(`${perSecond.toLocaleString('en')} events a second for ${minutes} minutes, documents for each 1,000 events`) // prettier-ignore
  const results = populations.map((customers) => {
    const runs = seeds.map((seed) => documentsPerThousand(customers, seed))
    const spreads = { all: spreadOfEach(runs, 'all'), minute: spreadOfEach(runs, 'minute'), hour: spreadOfEach(runs, 'hour') } // prettier-ignore
    const texts = Object.entries(spreads).map(([name, spread]) => `${name} ${formatSpread(spread, 1)}`) // prettier-ignore
    say(`${customers.toLocaleString('en')} customers: ${texts.join(', ')}`)
    return { customers, ...spreads }
  })
  return Promise.resolve({ perSecond, minutes, runs: seeds.length, results })
}

function spreadOfEach(runs: readonly Documents[], window: keyof Documents): Spread {
  return spreadOf(runs.map((run) => run[window]))
}

/** Each partition has documents of its own. */
function documentsPerThousand(customers: number, seed: number): Documents {
  const endMs = foundedMs + minutes * 60_000
  const ids = { minute: new Set<string>(), hour: new Set<string>() }
  let events = 0
  for (const record of bankRecords({ seed, customers, perSecond })) {
    if (record.appendTime >= endMs) break
    const decoded = processor.decode(record, bankActivity.partitions)
    if (!decoded.ok) throw new Error('a record of the benchmark is no event')
    const { contributions = [] } = processor.apply(decoded.event, record)
    for (const { id } of contributions) {
      ids[id.startsWith('m-') ? 'minute' : 'hour'].add(`${record.partition}-${id}`)
    }
    events += 1
  }
  const of = (count: number) => (count * 1000) / events
  return { minute: of(ids.minute.size), hour: of(ids.hour.size), all: of(ids.minute.size + ids.hour.size) } // prettier-ignore
}
