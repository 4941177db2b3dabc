import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { limits } from '../contracts/limits.ts'
import { partitionOf } from '../contracts/partition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type OutgoingMessage } from '../runtime/kafka/producer.ts'
import { type Preview, startPreview } from '../web/preview/server.ts'
import { auditWith, changeLedger, faultyYear, removeLedger, type RunLedger, runFaulty } from './faulty-run.ts' // prettier-ignore
import { balancesByAccount, transactionsByAccount } from './indexed-accounts.ts'
import { useKafka } from './kafka-fixture.ts'
import { type RunningTally, runTally, startTally } from './tally.ts'
import { waitFor } from './wait-for.ts'

const elasticsearchUrl = inject('elasticsearchUrl')
const executablePath = '/usr/bin/chromium'
const events = 3_000
const kafka = useKafka()

let worker: RunningTally
let log: LogRecord[] = []
/** What the generator wrote down about the run in which everything went wrong. */
let ledger: RunLedger

/**
 * Goal: what a generator sends arrives as documents and on the page, and whatever else is in the
 * topic becomes a dead letter each. Method: the commands as a user runs them, over real servers,
 * and a count made from the log by itself.
 */
describe('from generator to page', () => {
  beforeAll(async () => {
    await runTally(['setup'])
    await runTally(['generate', '--backfill', '7', '--customers', '200', '--events', `${events}`])
    await kafka.append(
      bankActivity.name,
      poison().map(({ message }) => message),
    )
    await runTally(['generate', '--start', '2026-02-02', '--seed', '9', '--events', '50', '--rate', '500']) // prettier-ignore
    ledger = await runFaulty()
    log = await kafka.readAll(bankActivity.name)
    worker = startTally(['worker'])
    await waitFor('every record to be indexed', allIndexed, { deadlineMs: 90_000 })
  }, 180_000)

  afterAll(async () => {
    worker.process.kill('SIGTERM')
    expect(await worker.ended, worker.output()).toBe(0)
    await removeLedger(ledger)
  })

  test('every record of the log is one document or one dead letter', async () => {
    const documents = await countOf('tally-transactions,tally-customer-events')

    const { departures, applied, deadLetters } = ledger.all
    expect(log).toHaveLength(events + poison().length + 50 + departures)
    expect(documents).toBe(events + 50 + applied)
    expect(await countOf('tally-dead-letters')).toBe(poison().length + deadLetters)
  })

  test('every event that went wrong has become what the ledger of the generator says', async () => {
    const { applied, duplicates, deadLetters } = ledger.all
    const inYear = { range: { '@timestamp': faultyYear } }

    expect(await countOf('tally-transactions,tally-customer-events', inYear)).toBe(applied)
    expect({ duplicates: duplicates > 300, deadLetters: deadLetters > 40 }).toEqual({
      duplicates: true,
      deadLetters: true,
    })
    expect(await transactionsByAccount(elasticsearchUrl)).toEqual(
      new Map(ledger.accounts.map(({ account, transactions }) => [account, transactions])),
    )
  })

  test('an audit finds no difference in the whole log, nor between it and the ledger', async () => {
    const { status, report } = await auditWith(ledger.file)

    const { departures, applied, duplicates, deadLetters } = ledger.all
    expect(report).toMatchObject({
      ok: true,
      events: log.length,
      applied: events + 50 + applied,
      duplicates,
      deadLetters: poison().length + deadLetters,
      documents: { events: events + 50 + applied, deadLetters: poison().length + deadLetters },
      differences: [],
      ledger: { ok: true, departures, found: departures, dropped: 0, differences: [] },
    })
    expect(status).toBe(0)
  }, 60_000)

  test('an audit names what a ledger says otherwise', async () => {
    const { status, report } = await auditWith(await changeLedger(ledger))

    expect(report).toMatchObject({
      ok: true,
      ledger: {
        ok: false,
        differing: { missing: 0, doubled: 0, unknown: 0, otherFate: 1, account: 1 },
        differences: [
          { kind: 'otherFate', expected: 'duplicate', found: 'applied' },
          { kind: 'account' },
        ],
      },
    })
    expect(status).toBe(1)
  }, 60_000)

  test('the balance of the ledger is one that the index has seen, for every account', async () => {
    const seen = await balancesByAccount(elasticsearchUrl)

    const moved = ledger.accounts.filter(({ account }) => seen.has(account))
    expect(moved.length).toBeGreaterThan(200)
    expect(moved.filter(({ account, balanceMinor }) => !seen.get(account)?.has(balanceMinor))).toEqual([]) // prettier-ignore
  })

  test.each(poison().map(({ what, code }) => [what, code] as const))(
    '%s is a dead letter: %s',
    async (_what, code) => {
      const query = { term: { 'error.code': code } }
      const byHand = poison().filter((other) => other.code === code).length
      const expected = byHand + ledger.countOf(code)

      expect(await countOf('tally-dead-letters', query)).toBe(expected)
    },
  )

  test('dead letters keep their bytes and say why', async () => {
    const appended = await kafka.readAll('tally.dead-letters')
    const letters = appended.filter(
      ({ headers }) => text(headers['tally-topic']) === bankActivity.name,
    )
    const notJson = letters.find(
      ({ headers, value }) => text(headers['tally-code']) === 'not-json' && value?.length === 21,
    )

    expect(letters).toHaveLength(poison().length + ledger.all.deadLetters)
    expect(notJson?.value?.toString()).toBe('{"specversion":"1.0",')
    expect(text(notJson?.headers['tally-topic'])).toBe(bankActivity.name)
    expect(text(notJson?.headers['tally-reason'])).not.toBe('')
  })

  test('a second worker after the first finds nothing to do', async () => {
    worker.process.kill('SIGTERM')
    expect(await worker.ended, worker.output()).toBe(0)
    const before = await countOf('tally-*')

    worker = startTally(['worker', '--json'])
    await waitFor('the second worker to have its partitions', () =>
      Promise.resolve(statsOf(worker)?.partitions.length === bankActivity.partitions || undefined),
    )

    expect(statsOf(worker)?.outcomes.consumed).toBe(0)
    expect(await countOf('tally-*')).toBe(before)
  }, 90_000)

  test.skipIf(!existsSync(executablePath))(
    `the page shows the count that the log gives (needs ${executablePath})`,
    async () => {
      const shown = await figureOnPage()

      expect(shown).toBe(authorizedInLog())
    },
  )
})

/** One of each kind of what is not an event. */
function poison(): { what: string; code: string; message: OutgoingMessage }[] {
  const key = 'c-poison'
  const home = partitionOf(Buffer.from(key), bankActivity.partitions)
  const valid = event({})
  return [
    { what: 'malformed bytes', code: 'not-json', value: '{"specversion":"1.0",' },
    {
      what: 'a wrong schema',
      code: 'schema-violated',
      value: event({ data: { amount: 'a lot' } }),
    },
    {
      what: 'an unknown type',
      code: 'unknown-type',
      value: event({ type: 'bank.loan.granted.v1' }),
    },
    { what: 'a null value', code: 'empty', value: null },
    { what: 'an empty key', code: 'key-missing', key: '', partition: home, value: valid },
    { what: 'a wrong partition', code: 'misrouted', partition: (home + 1) % 6, value: valid },
    { what: 'a message of 900 KB', code: 'too-large', value: 'x'.repeat(900_000) },
    { what: 'an event a year in the future', code: 'in-future', value: event({ time: inAYear() }) },
    { what: 'an event of 1970', code: 'before-first-day', value: event({ time: epochDay }) },
  ].map(({ what, code, ...message }) => ({ what, code, message: { key, ...message } }))
}

const epochDay = '1970-01-01T00:00:00.000Z'

function inAYear(): string {
  return new Date(Date.now() + 366 * 24 * 60 * 60 * 1000).toISOString()
}

function event(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    specversion: '1.0',
    id: '0193c8a2-7b1e-7c3d-9f00-3a5b7c9d1e2f',
    source: '/simulated/poison',
    type: 'bank.account.opened.v1',
    time: '2026-02-02T08:00:00.000Z',
    recordedtime: '2026-02-02T08:00:00.010Z',
    subject: 'c-poison',
    datacontenttype: 'application/json',
    data: {
      customer_id: 'c-poison',
      account_id: 'c-poison-1',
      kind: 'current',
      currency: 'EUR',
      opening_balance_minor: 0,
      overdraft_limit_minor: 0,
    },
    ...change,
  })
}

async function allIndexed(): Promise<true | undefined> {
  const indexed = await countOf('tally-transactions,tally-customer-events,tally-dead-letters')
  return indexed >= log.length - ledger.all.duplicates || undefined
}

/** Documents of the bank's topic: other tests have dead letters of theirs in the same index. */
async function countOf(indices: string, query: object = { match_all: {} }): Promise<number> {
  const ofTheBank = { term: { 'kafka.topic': bankActivity.name } }
  await fetch(`${elasticsearchUrl}/${indices}/_refresh?ignore_unavailable=true`, { method: 'POST' })
  const answer = await fetch(`${elasticsearchUrl}/${indices}/_count?ignore_unavailable=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: { bool: { filter: [query, ofTheBank] } } }),
  })
  return ((await answer.json()) as { count: number }).count
}

/** In the time that the page shows; nothing went wrong with the runs of that time. */
function authorizedInLog(): number {
  return log.filter(({ value }) => {
    if (value === null || value.length > limits.eventBytesMax) return false
    const event = Buffer.from(value).toString()
    return /"time":"2026-[^"]*Z"/.test(event) && event.includes('.transaction.authorized.v1"')
  }).length
}

async function figureOnPage(): Promise<number> {
  const elasticsearch = { url: elasticsearchUrl, auth: undefined, ca: undefined }
  const preview: Preview = await startPreview({ elasticsearch, host: '127.0.0.1', port: 0 })
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage()
    await page.goto(`${preview.url}/?from=2026-01-01T00:00:00Z&to=now&refresh=0`)
    const totals = page.locator('[data-panel][data-picture]', {
      hasText: 'Authorized transactions',
    })
    const value = await totals.locator('data').first().getAttribute('value')
    return Number(value)
  } finally {
    await browser.close()
    await preview.close()
  }
}

interface Stats {
  readonly partitions: readonly unknown[]
  readonly outcomes: { readonly consumed: number }
}

/** The last whole line of figures. */
function statsOf({ output }: RunningTally): Stats | undefined {
  const line = output()
    .split('\n')
    .filter((candidate) => candidate.startsWith('{"outcomes"'))
    .at(-1)
  return line === undefined ? undefined : (JSON.parse(line) as Stats)
}

function text(header: LogRecord['headers'][string]): string {
  return header instanceof Uint8Array ? Buffer.from(header).toString() : ''
}
