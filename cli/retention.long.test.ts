import { describe, expect, it } from 'vitest'
import { type RetentionReport } from '../ingest/retention/retention.ts'
import { openedAccount } from '../test/astray-events.ts'
import { rightInAll, useBankOfItsOwn } from '../test/rebuild-fixture.ts'
import { waitFor } from '../test/wait-for.ts'

const bank = useBankOfItsOwn()

/** More than a read model remembers, so that the first of them are known by their documents only. */
const remembered = 300
const old = Array.from({ length: remembered }, (_, at) => ({
  key: 'c-old',
  value: openedAccount('c-old', at, new Date(Date.UTC(2020, 1, 3, 0, at)).toISOString()),
}))
const late = {
  known: old[0],
  /** Older than what is remembered: nothing tells it from a repetition. */
  unknown: { key: 'c-old', value: openedAccount('c-old', 900, '2020-02-02T00:00:00.000Z') },
  ofAnother: { key: 'c-late', value: openedAccount('c-late', 901, '2020-03-02T00:00:00.000Z') },
}
const recent = { key: 'c-new', value: openedAccount('c-new', 902, new Date().toISOString()) }

async function retention(...flags: string[]): Promise<RetentionReport> {
  const output = await bank.run('retention', '--json', '--keep-months', '2', ...flags)
  return JSON.parse(output.split('\n').findLast((line) => line.startsWith('{"')) ?? '') as RetentionReport // prettier-ignore
}

async function monthsOf2020(): Promise<string[]> {
  return (await bank.indices()).filter((name) => name.includes('-2020.'))
}

async function countOfCustomer(id: string): Promise<number> {
  await fetch(`${bank.url}/tally-customers/_refresh`, { method: 'POST' })
  const answer = await fetch(`${bank.url}/tally-customers/_count?q=_id:${id}`)
  return ((await answer.json()) as { count: number }).count
}

describe('retention', () => {
  it('deletes old months while workers run; what comes late is told from repetitions as before, and audit and rebuild agree', async () => {
    await bank.append([...old, recent])
    const worker = bank.start('worker')
    await bank.untilDone()
    const before = await bank.indices()
    const plan = await retention()
    expect(plan.indices.map(({ name }) => name)).toContain('tally-customer-events-v1-2020.02')
    expect(plan.indices.reduce((sum, { documents }) => sum + documents, 0)).toBeGreaterThanOrEqual(remembered) // prettier-ignore
    expect(await bank.indices()).toEqual(before)
    expect((await bank.metaOf(1))?.retention_floor).toBeUndefined()

    const running = bank.start('retention', '--keep-months', '2', '--notice', '20s', '--yes')
    await waitFor('the floor to be raised', async () => (await bank.metaOf(1))?.retention_floor)
    expect(await monthsOf2020()).not.toEqual([])
    expect(await bank.audit()).toMatchObject({ ...rightInAll, duplicates: 0 })
    expect(await running.ended, running.output()).toBe(0)

    expect(await monthsOf2020()).toEqual([])
    expect(await bank.indices()).toContain('tally-customers-v1')
    expect(await countOfCustomer('c-old')).toBe(1)
    expect(await bank.audit()).toMatchObject({ ...rightInAll, duplicates: 0 })

    await bank.append([late.known ?? late.unknown, late.unknown, late.ofAnother])
    await bank.untilDone()
    expect(await bank.audit()).toMatchObject({ ...rightInAll, duplicates: 2 })
    expect(await countOfCustomer('c-late')).toBe(1)
    expect(await monthsOf2020()).toEqual([])

    await bank.rebuild()
    expect(await monthsOf2020()).toEqual([])
    expect((await bank.metaOf(2))?.retention_floor).toBe((await bank.metaOf(1))?.retention_floor)
    expect(await bank.audit()).toMatchObject({ ...rightInAll, duplicates: 2 })

    // As a worker would that was frozen with a request in hand.
    const zombie = 'tally-customer-events-v2-2020.02'
    await fetch(`${bank.url}/${zombie}/_doc/late?refresh=true`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kafka: { topic: 'bank.activity', partition: 0, offset: 0 } }),
    })
    expect(await monthsOf2020()).toEqual([zombie])
    expect(await bank.audit()).toMatchObject(rightInAll)
    expect((await retention('--yes')).indices).toEqual([{ name: zombie, documents: 1 }])
    expect(await monthsOf2020()).toEqual([])
    expect(worker.process.exitCode).toBeNull()
  }, 400_000)
})
