import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replayHeaders } from '../../contracts/dead-letter-replay.ts'
import { departureHeader, type Fate } from '../../contracts/run-ledger.ts'
import { countingRecord } from '../../test/counting-processor.ts'
import { LedgerCheck, type LedgerReport } from './ledger-check.ts'
import { type Decision } from './refold.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-test-ledger-'))
})
afterEach(() => rm(folder, { recursive: true }))

type Fates = readonly (Fate | 'dropped')[]
const run = { ledger: 1, fingerprint: 'f00d', scenario: 's', seed: 1, start: '', customers: 1 }

/** A ledger of departures with these fates, of which each applied one adds 5 to one account. */
async function ledgerOf(fates: Fates, change: (lines: string[]) => string[] = (lines) => lines) {
  const applied = fates.filter((fate) => fate === 'applied').length
  const sums = { openingMinor: 0, debitMinor: 0, creditMinor: 5 * applied, balanceMinor: 5 * applied } // prettier-ignore
  const counts = { applied, duplicates: 0, deadLetters: 0, dropped: 0 }
  const lines = [
    run,
    ...fates.map((fate, at) => ({ id: `e-${at}`, key: 'k', fate })),
    { total: 'account', account: 'a', ...sums, transactions: applied },
    { total: 'all', departures: fates.length, ...counts },
  ]
  const file = join(folder, 'ledger.ndjson')
  await writeFile(file, change(lines.map((line) => `${JSON.stringify(line)}\n`)).join(''))
  return file
}

/** What a log holds: the place of a departure in the run and what the refold decides. */
type Seen = readonly (readonly [sequence: number, fate: Fate, replays?: string])[]

async function checked(file: string, seen: Seen, fingerprint = 'f00d'): Promise<LedgerReport> {
  const check = await LedgerCheck.open(file, () => ({ account: 'a', isTransaction: true, gainMinor: 5 })) // prettier-ignore
  for (const [offset, [sequence, fate, replays = '']] of seen.entries()) {
    const record = countingRecord({ partition: 0, offset }, 'k', undefined)
    const headers = {
      [departureHeader]: Buffer.from(`${fingerprint}/${sequence}`),
      [replayHeaders.count]: Buffer.from(replays),
    }
    check.observe({ record: { ...record, headers }, decision: decisionOf(fate) })
  }
  return check.finish()
}

function decisionOf(fate: Fate): Decision {
  if (fate === 'duplicate') return { outcome: 'duplicates', event: 0, document: undefined }
  if (fate !== 'applied') return { outcome: 'deadLetters', code: fate, reason: '' }
  const document = { index: {} as never, id: '', time: '', body: {} }
  return { outcome: 'applied', event: 0, document, changed: [] }
}

const fates: Fates = ['applied', 'duplicate', 'dropped', 'not-json', 'applied']
const asSent: Seen = [[0, 'applied'], [1, 'duplicate'], [3, 'not-json'], [4, 'applied']] // prettier-ignore

function kindsOf({ differences }: LedgerReport): string[] {
  return differences.map(({ kind, of }) => `${kind}: ${of}`)
}

describe('a ledger against a log', () => {
  it('is right when each departure has come to what it says, once', async () => {
    const report = await checked(await ledgerOf(fates), asSent)

    expect(report).toMatchObject({ ok: true, departures: 5, found: 4, dropped: 1, accounts: 1 })
  })

  it.each<[string, Seen, string[]]>([
    ['missing', asSent.toSpliced(1, 1), ['missing: departure 1 (event e-1)']],
    ['doubled', [...asSent, [1, 'duplicate']], ['doubled: departure 1']],
    ['not in it', [...asSent, [5, 'duplicate']], ['unknown: departure 5']],
    ['another fate', asSent.with(2, [3, 'empty']), ['otherFate: departure 3 (event e-3)']],
    ['dropped and sent', [...asSent, [2, 'duplicate']], ['otherFate: departure 2 (event e-2)']],
    ['applied in vain', asSent.with(1, [1, 'applied']), ['otherFate: departure 1 (event e-1)', 'account: a']], // prettier-ignore
  ])('names what is %s', async (_, seen, named) => {
    const report = await checked(await ledgerOf(fates), seen)

    expect(kindsOf(report)).toEqual(named)
    expect(report.ok).toBe(false)
  })

  it('takes no notice of what was appended again for a dead letter', async () => {
    const report = await checked(await ledgerOf(fates), [...asSent, [3, 'applied', '1']])

    expect(kindsOf(report)).toEqual([])
  })

  it('knows its own run only', async () => {
    const report = await checked(await ledgerOf(['applied']), [[0, 'applied']], 'beef')

    expect(kindsOf(report)).toEqual(['missing: departure 0 (event e-0)', 'account: a'])
  })

  it.each<[string, (lines: string[]) => string[]]>([
    ['of a run that did not end', (lines) => lines.slice(0, -1)],
    ['without a header', (lines) => lines.slice(1)],
    ['with a broken total', (lines) => [...lines, '{"total":']],
    ['that is empty', () => []],
  ])('is refused when it is one %s', async (_, change) => {
    const opened = checked(await ledgerOf(fates, change), [])

    await expect(opened).rejects.toMatchObject({ code: 'usage.invalid' })
  })

  it('is refused when it is not there', async () => {
    const opened = checked(join(folder, 'nowhere'), [])

    await expect(opened).rejects.toMatchObject({
      code: 'usage.invalid',
      message: expect.stringContaining('nowhere cannot be read: ENOENT') as string,
    })
  })
})
