import { describe, expect, it } from 'vitest'
import { metaIndex } from '../ingest/setup/meta.ts'
import { everything, rightInAll, useBankOfItsOwn } from '../test/rebuild-fixture.ts'
import { waitFor } from '../test/wait-for.ts'

const bank = useBankOfItsOwn()

describe('a rebuild under load', () => {
  it('misses and doubles no document through the aliases at any moment', async () => {
    const workers = [bank.start('worker'), bank.start('worker')]
    await bank.untilDone()
    const before = await bank.liveVersion()
    const stopReading = bank.startReading()
    const load = bank.start('generate', '--start', '2026-02-02', '--backfill', '0', '--seed', '9', '--customers', '200', '--events', '8000', '--rate', '120') // prettier-ignore

    const { indexVersion } = await bank.rebuild()
    const isUnderLoad = load.process.exitCode === null
    expect(await load.ended).toBe(0)
    await bank.untilDone()
    const reads = await stopReading()

    expect([indexVersion, await bank.liveVersion()]).toEqual([before + 1, before + 1])
    expect(isUnderLoad).toBe(true)
    const counts = reads.map(({ count }) => count)
    const falls = counts.filter((count, at) => count < (counts[at - 1] ?? 0))
    expect(falls).toEqual([])
    expect(reads.filter(({ count, atMost }) => count > atMost)).toEqual([])
    expect(counts.at(-1)).toBeGreaterThan((counts[0] ?? 0) + 5000)
    expect(await bank.audit()).toMatchObject(rightInAll)
    for (const { process, output } of workers) {
      expect(process.exitCode, output()).toBeNull()
      expect(output()).toContain(`Index version ${before} is handed over`)
    }
  }, 240_000)
})

describe('a rebuild that is killed', () => {
  it('goes on with the version that it had begun', async () => {
    bank.start('worker')
    await bank.untilDone()
    const before = await bank.liveVersion()
    const first = bank.start('rebuild', '--rate', '500')
    const filled = `tally-transactions-v${before + 1}-*`
    await waitFor(
      'some documents',
      // An index that has just been made cannot be asked yet.
      async () => (await bank.countOf(filled).catch(() => 0)) > 100 || undefined,
      { deadlineMs: 60_000 },
    )
    first.process.kill('SIGKILL')
    await first.ended
    expect(await bank.liveVersion()).toBe(before)

    const report = await bank.rebuild()

    expect(report).toMatchObject({ indexVersion: before + 1, isResumed: true })
    await bank.untilDone()
    expect(await bank.audit()).toMatchObject(rightInAll)
  }, 240_000)

  it('goes on also when it had asked the workers to leave', async () => {
    bank.start('worker')
    await bank.untilDone()
    const before = await bank.liveVersion()
    const first = bank.start('rebuild')
    await waitFor(
      'the handover',
      async () => (await bank.stateOf(before)) === 'handing-over' || undefined,
      { deadlineMs: 60_000 },
    )
    first.process.kill('SIGKILL')
    await first.ended

    const report = await bank.rebuild('--drop-old')

    expect(report).toMatchObject({ indexVersion: before + 1 })
    expect(report.dropped).toContain(`tally-customers-v${before}`)
    expect(await bank.countOf(`tally-*-v${before}*`)).toBe(0)
    await bank.untilDone()
    expect(await bank.audit()).toMatchObject(rightInAll)
  }, 240_000)
})

describe('dead letters', () => {
  it('are appended to their topic once, whoever was there to do it', async () => {
    const first = bank.start('worker')
    await bank.untilDone()
    const before = await bank.lettersInTopic()
    await bank.rebuild()
    await bank.untilDone()
    const unchanged = await bank.lettersInTopic()
    await bank.stop(first)
    await bank.appendPoison(3)

    // Nobody works for the old version: these are behind the handover offsets.
    await bank.rebuild()
    bank.start('worker')
    await bank.untilDone()

    expect(unchanged).toBe(before)
    expect(await bank.lettersInTopic()).toBe(before + 3)
    expect(await bank.audit()).toMatchObject(rightInAll)
  }, 240_000)
})

describe('indices that another version of the processor has filled', () => {
  it('are refused by a worker, and replaced by a rebuild', async () => {
    const first = bank.start('worker')
    await bank.untilDone()
    await bank.stop(first)
    const before = await bank.liveVersion()
    await fetch(`${bank.url}/${metaIndex}/_update/tally-v${before}?refresh=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ doc: { processor: { version: 1 } } }),
    })
    const refused = bank.start('worker')
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toContain('run `tally rebuild`')

    await bank.rebuild()

    await bank.appendPoison(1)
    const worker = bank.start('worker')
    await bank.untilDone()
    expect(worker.process.exitCode).toBeNull()
    expect(await bank.liveVersion()).toBe(before + 1)
    expect(await bank.audit()).toMatchObject(rightInAll)
  }, 240_000)
})

describe('an Elasticsearch that was emptied', () => {
  it('is refused by a worker, and filled by a rebuild', async () => {
    const first = bank.start('worker')
    await bank.untilDone()
    await bank.stop(first)
    const count = await bank.countOf(everything)
    await bank.emptyElasticsearch()
    const refused = bank.start('worker')
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toContain('run `tally rebuild`')

    await bank.rebuild()

    bank.start('worker')
    await bank.untilDone()
    await fetch(`${bank.url}/${everything}/_refresh`, { method: 'POST' })
    expect(await bank.countOf(everything)).toBe(count)
    expect(await bank.audit()).toMatchObject(rightInAll)
  }, 240_000)
})
