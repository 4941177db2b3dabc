import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTally } from './tally.ts'

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

/** What a generator wrote down about its run (generator/ledger/ledger-file.ts). */
export interface RunLedger {
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
  await rm(folder, { recursive: true })
  return ledgerOf(lines.map((line) => JSON.parse(line) as LedgerLine))
}

type LedgerLine = { readonly fate?: string; readonly total?: string } & Partial<AccountTotal>

function ledgerOf(lines: readonly LedgerLine[]): RunLedger {
  const totals = lines.filter(({ total }) => total === 'account') as AccountTotal[]
  return {
    all: lines.at(-1) as unknown as AllTotal,
    accounts: totals.filter(({ transactions }) => transactions > 0),
    countOf: (fate) => lines.filter((line) => line.fate === fate).length,
  }
}
