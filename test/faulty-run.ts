import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runTally, startTally } from './tally.ts'

/** A year before other runs, so that figures of a time are of one run. */
export const faultyYear = { gte: '2025-01-01T00:00:00.000Z', lt: '2026-01-01T00:00:00.000Z' }

const faultyScenario = `
summary: Everything that can go wrong, in four seconds.
customers: 300
start: 2025-06-02
stages: [{ kind: constant, rate: 1000, for: 4s }]
faults:
  poison: { share: 0.02 }
  duplicates: { share: 0.1, far_share: 0.2, far: { longest_seconds: 60 } }
  reordered: { share: 0.05 }
  late: { share: 0.05, longest_seconds: 60 }
  crashes: { every_seconds: 1, replayed: 50 }
`

interface AllTotal {
  readonly departures: number
  readonly applied: number
  readonly duplicates: number
  readonly deadLetters: number
}

interface AccountTotal {
  readonly account: string
  readonly transactions: number
  readonly balanceMinor: number
}

/** What a generator wrote down about its run (contracts/run-ledger.ts). */
export interface RunLedger {
  /** The file, to be removed with its folder. */
  readonly file: string
  readonly all: AllTotal
  /** Those with transactions. */
  readonly accounts: readonly AccountTotal[]
  /** Departures with a fate. */
  countOf(fate: string): number
}

/** Sends a run in which everything goes wrong. */
export async function runFaulty(): Promise<RunLedger> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-faulty-'))
  const scenario = join(folder, 'faulty.yaml')
  const file = join(folder, 'ledger.ndjson')
  await writeFile(scenario, faultyScenario)
  await runTally(['generate', scenario, '--ledger', file])
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  return ledgerOf(file, lines.map((line) => JSON.parse(line) as LedgerLine)) // prettier-ignore
}

/** The ledger as a generator would write it if its departure had another fate and an account other sums. */
export async function changeLedger({ file }: RunLedger): Promise<string> {
  const changed = `${file}.changed`
  const text = await readFile(file, 'utf8')
  const other = text
    .replace('"fate":"applied"', '"fate":"duplicate"')
    .replace(/"transactions":(\d+)/, (_, count) => `"transactions":${Number(count) + 1}`)
  await writeFile(changed, other)
  return changed
}

/** Runs an audit with a ledger and gives what it prints as JSON. */
export async function auditWith(
  file: string,
): Promise<{ readonly status: number | null; readonly report: unknown }> {
  const { ended, output } = startTally(['audit', '--json', '--ledger', file])
  const status = await ended
  const line = output()
    .split('\n')
    .findLast((each) => each.startsWith('{'))
  return { status, report: JSON.parse(line ?? '{}') }
}

export async function removeLedger({ file }: RunLedger): Promise<void> {
  await rm(dirname(file), { recursive: true })
}

type LedgerLine = { readonly fate?: string; readonly total?: string } & Partial<AccountTotal>

function ledgerOf(file: string, lines: readonly LedgerLine[]): RunLedger {
  const totals = lines.filter(({ total }) => total === 'account') as AccountTotal[]
  return {
    file,
    all: lines.at(-1) as unknown as AllTotal,
    accounts: totals.filter(({ transactions }) => transactions > 0),
    countOf: (fate) => lines.filter((line) => line.fate === fate).length,
  }
}
