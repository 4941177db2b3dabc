import {
  type AccountLine,
  departureHeader,
  type DepartureLine,
  type Fate,
  fates,
} from '../../contracts/run-ledger.ts'
import { replaysOf } from '../../contracts/dead-letter-replay.ts'
import { type LogRecord } from '../../contracts/processor.ts'
import { type Folded } from './expectation.ts'
import { namedMax } from './finding.ts'
import { type LedgerTotals, readDepartures, readLedgerTotals } from './ledger-file-reader.ts'
import { type Decision } from './refold.ts'

/** What an applied event does to an account. */
export interface AccountEffect {
  readonly account: string
  /** Authorized, declined and reversed count. */
  readonly isTransaction: boolean
  /** In minor units: what the balance gains, or loses. */
  readonly gainMinor: number
}

export type LedgerDifferenceKind =
  /** Its generator says that it was sent, and no record that was judged is it. */
  | 'missing'
  /** Several records are the same departure. */
  | 'doubled'
  /** A record of the run is not in its ledger. */
  | 'unknown'
  /** The log decides otherwise about it. */
  | 'otherFate'
  /** The applied events of an account say otherwise. */
  | 'account'

export interface LedgerDifference {
  readonly kind: LedgerDifferenceKind
  /** The departure by its place in the run, or the account. */
  readonly of: string
  readonly expected: string
  readonly found: string
}

/** What a ledger says against what the log and the refold say. As it is, it can be JSON. */
export interface LedgerReport {
  readonly fingerprint: string
  readonly departures: number
  /** Departures that are in the log, each once. */
  readonly found: number
  /** Departures that were not sent. */
  readonly dropped: number
  readonly accounts: number
  readonly differing: Readonly<Record<LedgerDifferenceKind, number>>
  /** The first of them. */
  readonly differences: readonly LedgerDifference[]
  readonly ok: boolean
}

interface AccountSums {
  transactions: number
  balanceMinor: number
}

/**
 * Holds the ledger of a generator's run against what an audit makes of its records.
 *
 * In memory are a byte per departure and two numbers per account.
 */
export class LedgerCheck<Event> {
  readonly #path: string
  readonly #totals: LedgerTotals
  readonly #effectOf: (event: Event) => AccountEffect | undefined
  /** By its place in the run, what became of a departure: one more than its index in `fates`. */
  readonly #found: Uint8Array
  readonly #accounts = new Map<string, AccountSums>()
  readonly #counts = { missing: 0, doubled: 0, unknown: 0, otherFate: 0, account: 0 }
  readonly #named: LedgerDifference[] = []
  readonly #start: string

  private constructor(
    path: string,
    totals: LedgerTotals,
    effectOf: (event: Event) => AccountEffect | undefined,
  ) {
    this.#path = path
    this.#totals = totals
    this.#effectOf = effectOf
    this.#found = new Uint8Array(totals.all.departures)
    this.#start = `${totals.fingerprint}/`
  }

  /** @throws PipelineError `usage.invalid` when it cannot be read or is not a whole ledger */
  static async open<Event>(
    path: string,
    effectOf: (event: Event) => AccountEffect | undefined,
  ): Promise<LedgerCheck<Event>> {
    return new LedgerCheck(path, await readLedgerTotals(path), effectOf)
  }

  /** To be told of every record of the log, each once. A replay of a dead letter is no departure. */
  observe({ record, decision }: Folded<Event>): void {
    if (replaysOf(record) > 0) return
    const sequence = this.#sequenceOf(record)
    if (sequence === undefined) return
    const fate = fateOf(decision)
    const known = this.#found[sequence]
    if (known === undefined) this.#differ('unknown', `departure ${sequence}`, 'none', fate)
    else if (known > 0) this.#differ('doubled', `departure ${sequence}`, 'once', 'again')
    else this.#found[sequence] = 1 + fates.indexOf(fate)
    if (decision.outcome === 'applied') this.#add(decision.event)
  }

  /** @throws PipelineError `usage.invalid` when the file is not a ledger any more */
  async finish(): Promise<LedgerReport> {
    let sequence = 0
    let found = 0
    let dropped = 0
    for await (const departure of readDepartures(this.#path)) {
      if ((this.#found[sequence] ?? 0) > 0) found += 1
      if (departure.fate === 'dropped') dropped += 1
      this.#compare(sequence, departure)
      sequence += 1
    }
    for (const account of this.#totals.accounts) this.#compareAccount(account)
    for (const [account, sums] of this.#accounts) this.#differ('account', account, 'none', describeSums(sums)) // prettier-ignore
    return {
      fingerprint: this.#totals.fingerprint,
      departures: sequence,
      found,
      dropped,
      accounts: this.#totals.accounts.length,
      differing: this.#counts,
      differences: this.#named,
      ok: Object.values(this.#counts).every((count) => count === 0),
    }
  }

  #sequenceOf({ headers }: LogRecord): number | undefined {
    const header = headers[departureHeader]
    const bytes = header instanceof Uint8Array ? header : header?.[0]
    if (bytes === undefined) return undefined
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
    if (!text.startsWith(this.#start)) return undefined
    const sequence = Number(text.slice(this.#start.length))
    return Number.isSafeInteger(sequence) ? sequence : undefined
  }

  #add(event: Event): void {
    const effect = this.#effectOf(event)
    if (effect === undefined) return
    const { account, isTransaction, gainMinor } = effect
    const sums = this.#accounts.get(account) ?? { transactions: 0, balanceMinor: 0 }
    this.#accounts.set(account, sums)
    sums.balanceMinor += gainMinor
    if (isTransaction) sums.transactions += 1
  }

  #compare(sequence: number, { id, key, fate: expected }: DepartureLine): void {
    const fate = fates[(this.#found[sequence] ?? 0) - 1]
    if (fate === expected || (fate === undefined && expected === 'dropped')) return
    const of = `departure ${sequence} (${id === undefined ? `key ${key}` : `event ${id}`})`
    if (fate === undefined) this.#differ('missing', of, expected, 'nothing')
    else this.#differ('otherFate', of, expected, fate)
  }

  /** What is left afterwards is of accounts that the ledger does not name. */
  #compareAccount(expected: AccountLine): void {
    const { account, transactions, balanceMinor } = expected
    const found = this.#accounts.get(account) ?? { transactions: 0, balanceMinor: 0 }
    this.#accounts.delete(account)
    if (found.transactions === transactions && found.balanceMinor === balanceMinor) return
    this.#differ('account', account, describeSums(expected), describeSums(found))
  }

  #differ(kind: LedgerDifferenceKind, of: string, expected: string, found: string): void {
    this.#counts[kind] += 1
    if (this.#named.length < namedMax) this.#named.push({ kind, of, expected, found })
  }
}

function fateOf(decision: Decision): Fate {
  switch (decision.outcome) {
    case 'applied':
      return 'applied'
    case 'duplicates':
      return 'duplicate'
    case 'deadLetters':
      return decision.code
  }
}

function describeSums({ transactions, balanceMinor }: AccountSums): string {
  return `${transactions} transactions and a balance of ${balanceMinor}`
}

/** The report for people, a line each. */
export function describeLedger(report: LedgerReport, shownMax = 20): readonly string[] {
  const { departures, found, dropped, accounts, differing, differences } = report
  const total = Object.values(differing).reduce((sum, count) => sum + count, 0)
  const rest = total - Math.min(shownMax, differences.length)
  const { missing, doubled, unknown, otherFate, account } = differing
  return [
    `The ledger of run ${report.fingerprint}: ${departures} departures, ${found} found in the log, ${dropped} never sent; ${accounts} accounts`,
    `  ${missing} missing, ${doubled} doubled, ${unknown} unknown, ${otherFate} of another fate, ${account} accounts with other sums`,
    ...differences.slice(0, shownMax).map(({ kind, of, expected, found: came }) => `  ${kind}: ${of}: expected ${expected}, found ${came}`), // prettier-ignore
    ...(rest > 0 ? [`  and ${rest} more; --json names up to ${namedMax}`] : []),
  ]
}
