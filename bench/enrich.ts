import { bankActivity } from '../contracts/events/bank-activity.ts'
import { type LogRecord, type StateBody } from '../contracts/processor.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { bankRecords } from './bank-records.ts'
import { formatSpread, spreadOf } from './spread.ts'

const runs = 7
const recordCount = 60_000
const customers = 5000
/** As many transactions as a bank has in some hours, so that windows fill. */
const perSecond = 10

const processor = bankProcessor(defaultFoldSettings)
const { partitions } = bankActivity

/** How many transactions a second go through decode, enrichment and fold, on one core, without I/O? */
export function benchEnrich(say: (text: string) => void): Promise<object> {
  const log = bankLog()
  const { transactions: records } = log
  say(`${records.length.toLocaleString('en')} transactions of ${customers.toLocaleString('en')} customers`) // prettier-ignore
  const decoding: number[] = []
  const folding: number[] = []
  const writing: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const { decodeMs, foldMs, writeMs } = measure(log)
    // The first one is the compiler's.
    if (run === 0) continue
    decoding.push(microseconds(decodeMs))
    folding.push(microseconds(foldMs))
    writing.push(microseconds(writeMs))
  }
  const rates = decoding.map((decode, at) => 1_000_000 / (decode + (folding[at] ?? NaN)))
  const rate = spreadOf(rates)
  say(`transactions a second: ${formatSpread(rate)}`)
  const parts = { decode: spreadOf(decoding), enrichAndFold: spreadOf(folding), json: spreadOf(writing) } // prettier-ignore
  for (const [name, spread] of Object.entries(parts)) say(`${name}: ${formatSpread(spread, 2)} µs each`) // prettier-ignore
  return Promise.resolve({ runs: runs - 1, eventsPerSecond: rate.median, spread: rate, ...parts })
}

function microseconds(ms: number): number {
  return (ms * 1000) / recordCount
}

/** In portions, as a worker takes them; the state of a customer is the one before. */
function measure({ founding, transactions: records }: BankLog) {
  const states = statesAfter(founding)
  const windows = new Map<string, StateBody>()
  const times = { decodeMs: 0, foldMs: 0, writeMs: 0 }
  let bytes = 0
  for (let from = 0; from < records.length; from += 500) {
    const portion = records.slice(from, from + 500)
    const begunAt = performance.now()
    const events = portion.map((record) => processor.decode(record, partitions))
    const decodedAt = performance.now()
    const bodies = portion.map((record, at) => {
      const decoded = events[at]
      if (decoded?.ok !== true) throw new Error('a record of the benchmark is no event')
      const { subject } = decoded.event
      const { eventDocument, state, contributions = [] } = processor.apply(decoded.event, record, states.get(subject)) // prettier-ignore
      if (state !== undefined) states.set(subject, state)
      for (const added of contributions) windows.set(added.id, added.addTo(windows.get(added.id)))
      return eventDocument.body
    })
    const foldedAt = performance.now()
    for (const body of bodies) bytes += JSON.stringify(body).length
    times.decodeMs += decodedAt - begunAt
    times.foldMs += foldedAt - decodedAt
    times.writeMs += performance.now() - foldedAt
  }
  if (bytes === 0) throw new Error('nothing was written')
  return times
}

/** Customers as they are when the first transaction comes; not measured. */
function statesAfter(founding: readonly LogRecord[]): Map<string, StateBody> {
  const states = new Map<string, StateBody>()
  for (const record of founding) {
    const decoded = processor.decode(record, partitions)
    if (!decoded.ok) throw new Error('a record of the benchmark is no event')
    const { subject } = decoded.event
    const { state } = processor.apply(decoded.event, record, states.get(subject))
    if (state !== undefined) states.set(subject, state)
  }
  return states
}

interface BankLog {
  /** Registrations and openings of accounts. */
  readonly founding: readonly LogRecord[]
  readonly transactions: readonly LogRecord[]
}

function bankLog(): BankLog {
  const founding: LogRecord[] = []
  const transactions: LogRecord[] = []
  const load = { seed: 1, customers, perSecond }
  for (const record of bankRecords(load, (founded) => founding.push(founded))) {
    transactions.push(record)
    if (transactions.length === recordCount) break
  }
  return { founding, transactions }
}
