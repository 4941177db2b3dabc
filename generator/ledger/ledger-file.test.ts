import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Departure } from '../departure.ts'
import { attributeOf } from '../faults/envelope-text.ts'
import { FaultPlan } from '../faults/fault-plan.ts'
import { FaultyTraffic } from '../faults/faulty-traffic.ts'
import { drained, ListTraffic } from '../faults/traffic-fixture.ts'
import { WorldTraffic } from '../world-traffic.ts'
import { World } from '../world/world.ts'
import { LedgerFile } from './ledger-file.ts'

const start = Date.UTC(2026, 0, 5)
const day = 86_400_000
/** Linux has a disk that is always full. */
const hasFullDisk = existsSync('/dev/full')
const header = {
  fingerprint: 'f00d',
  seed: 3,
  start: '2026-01-05',
  customers: 60,
  scenario: 'test',
}

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-ledger-'))
  path = join(folder, 'ledger.ndjson')
})
afterEach(() => rm(folder, { recursive: true }))

interface Line {
  readonly [field: string]: unknown
}

async function linesOf(): Promise<Line[]> {
  const text = await readFile(path, 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

function totalsOf(lines: readonly Line[], total: string): Line[] {
  return lines.filter((line) => line['total'] === total)
}

/** What happens in two days to sixty customers, each event once. */
const business = drained(
  new WorldTraffic(
    new World({
      seed: 3,
      start,
      customers: 60,
      phases: [{ from: start, perSecond: 0.02, rhythm: 'steady' }],
    }),
  ),
  start + 2 * day,
)

/** What leaves of it with faults, until nothing is held back any more. */
function departuresOf(plan: unknown = {}, seed = 3): Departure[] {
  return drained(
    new FaultyTraffic({
      traffic: new ListTraffic(business),
      seed,
      plan: FaultPlan.parse(plan),
      from: start + 60_000,
      partitions: 6,
    }),
  )
}

async function recorded(departures: readonly Departure[]): Promise<Line[]> {
  const ledger = await LedgerFile.open(path, { header })
  for (const departure of departures) await ledger.record(departure)
  await ledger.close()
  return linesOf()
}

/** Of each account the balance that its last event tells, by what was written. */
function balancesTold(departures: readonly Departure[]): Map<string, number> {
  const balances = new Map<string, number>()
  for (const { value } of departures) {
    const { data } = JSON.parse(value) as { data: Record<string, unknown> }
    const balance = data['balance_after_minor'] ?? data['opening_balance_minor']
    if (balance !== undefined) balances.set(String(data['account_id']), Number(balance))
  }
  return balances
}

const faults = {
  duplicates: { share: 0.1 },
  late: { share: 0.1 },
  poison: { share: 0.2 },
  clocks: [{ producer: 2, steps: [{ after_seconds: 0, offset_seconds: -3600 }] }],
  crashes: { every_seconds: 600, replayed: 10 },
}

describe('a ledger', () => {
  it('begins with its header and then has a line per departure in order', async () => {
    const departures = departuresOf().slice(0, 200)

    const lines = await recorded(departures)

    expect(lines[0]).toEqual({ ledger: 1, ...header })
    expect(lines.slice(1, 201)).toEqual(
      departures.map(({ key, value }) => ({ id: attributeOf(value, 'id'), key, fate: 'applied' })),
    )
    expect(lines[201]).toHaveProperty('total')
  })

  it('names no id where a reader cannot know it', async () => {
    const lines = await recorded(departuresOf(faults))

    const fatesWithout = lines
      .filter((line) => line['fate'] !== undefined && line['id'] === undefined)
      .map(({ fate }) => fate)

    expect(new Set(fatesWithout)).toEqual(new Set(['not-json', 'empty', 'too-large']))
  })

  it('ends with totals that agree with its lines', async () => {
    const lines = await recorded(departuresOf(faults))

    const fates = lines.flatMap(({ fate }) => (typeof fate === 'string' ? [fate] : []))
    const count = (fate: string) => fates.filter((other) => other === fate).length
    const days = totalsOf(lines, 'day')
    const sum = (field: string) => days.reduce((total, line) => total + Number(line[field]), 0)
    const deadLetters = fates.length - count('applied') - count('duplicate')
    const perCode = days.flatMap((line) => Object.entries(line['deadLetters'] as object))

    expect(lines.at(-1)).toEqual({
      total: 'all',
      departures: fates.length,
      applied: count('applied'),
      duplicates: count('duplicate'),
      deadLetters,
      dropped: 0,
    })
    expect(deadLetters).toBeGreaterThan(10)
    expect(sum('applied')).toBe(count('applied'))
    expect(sum('duplicate')).toBe(count('duplicate'))
    expect(perCode.reduce((total, [, n]) => total + Number(n), 0)).toBe(deadLetters)
  })

  it('counts events on the day of their time as it was sent', async () => {
    const departures = departuresOf(faults)

    const lines = await recorded(departures)

    const expected = new Map<string, number>()
    for (const { value, fate } of departures) {
      if (fate !== 'applied') continue
      const date = (JSON.parse(value) as { time: string }).time.slice(0, 10)
      expected.set(date, (expected.get(date) ?? 0) + 1)
    }
    const days = totalsOf(lines, 'day')
    expect(days.map((line) => [line['day'], line['applied']])).toEqual(
      [...expected].sort(([a], [b]) => a.localeCompare(b)),
    )
    // The hour by which a clock is behind puts some on the day before the world began.
    expect(days[0]?.['day']).toBe('2026-01-04')
    expect(days[0]?.['topic']).toBe('bank.activity')
  })

  it.each([1, 2, 3])(
    'has the balances that the last events tell, with faults of seed %i',
    async (seed) => {
      const told = balancesTold(business)

      const lines = await recorded(departuresOf(faults, seed))

      const accounts = totalsOf(lines, 'account')
      expect(new Map(accounts.map((line) => [line['account'], line['balanceMinor']]))).toEqual(told)
      const wrong = accounts.filter(
        (line) =>
          Number(line['openingMinor']) +
            Number(line['creditMinor']) -
            Number(line['debitMinor']) !==
          line['balanceMinor'],
      )
      expect(wrong).toEqual([])
    },
  )

  it('takes the currency of an account from a booking where it was opened before', async () => {
    const opened = new Map(
      totalsOf(await recorded(business), 'account').map((line) => [line['account'], line['currency']]), // prettier-ignore
    )

    const later = business.filter(({ leavesMs }) => leavesMs > start + day)
    const accounts = totalsOf(await recorded(later), 'account').filter(
      (line) => Number(line['debitMinor']) + Number(line['creditMinor']) > 0,
    )

    expect(accounts.length).toBeGreaterThan(40)
    expect(accounts.filter((line) => line['currency'] !== opened.get(line['account']))).toEqual([])
  })

  it('applies the next copy of an event that was dropped, once', async () => {
    const first = business[100] ?? fail()
    const copy = { ...first, fate: 'duplicate' } as const
    const ledger = await LedgerFile.open(path, { header })

    await ledger.drop(first)
    await ledger.drop(copy)
    await ledger.record(copy)
    await ledger.record(copy)
    await ledger.close()

    const lines = await linesOf()
    expect(lines.slice(1, 5).map(({ fate }) => fate)).toEqual([
      'dropped',
      'dropped',
      'applied',
      'duplicate',
    ])
    expect(lines.at(-1)).toEqual({
      total: 'all',
      departures: 4,
      applied: 1,
      duplicates: 1,
      deadLetters: 0,
      dropped: 2,
    })
  })

  it('does not count what was dropped on any day or account', async () => {
    const ledger = await LedgerFile.open(path, { header })
    for (const departure of business) await ledger.drop(departure)
    await ledger.close()

    const totals = (await linesOf()).filter((line) => line['total'] !== undefined)
    expect(totals.map(({ total }) => total)).toEqual(['all'])
  })

  it('fails when more was dropped than it can remember', async () => {
    const [first, second, third] = business
    if (first === undefined || second === undefined || third === undefined) fail()
    const ledger = await LedgerFile.open(path, { header, droppedMax: 2 })
    await ledger.drop(first)
    await ledger.drop(second)

    expect(() => ledger.drop(third)).toThrow(
      expect.objectContaining({ name: 'PipelineError', code: 'usage.invalid' }),
    )
    await ledger.close()
  })

  it('refuses a path that cannot be written to', async () => {
    await expect(LedgerFile.open(join(folder, 'missing', 'x'), { header })).rejects.toMatchObject({
      name: 'PipelineError',
      code: 'disk.not-writable',
    })
  })

  it.runIf(hasFullDisk)(
    'tells of a full disk, at the next line and when it is closed',
    async () => {
      const ledger = await LedgerFile.open('/dev/full', { header })
      const [departure] = business
      if (departure === undefined) fail()

      const writing = (async () => {
        for (let count = 0; count < 100_000; count += 1) await ledger.record(departure)
      })()

      await expect(writing).rejects.toMatchObject({ code: 'disk.full' })
      await expect(ledger.close()).rejects.toMatchObject({ code: 'disk.full' })
    },
  )
})

function fail(): never {
  throw new Error('the world is too small for this test')
}
