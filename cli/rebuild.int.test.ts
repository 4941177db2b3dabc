import { describe, expect, it } from 'vitest'
import { metaIndex } from '../ingest/setup/meta.ts'
import { rightInAll, useBankOfItsOwn } from '../test/rebuild-fixture.ts'

const bank = useBankOfItsOwn()

describe('a rebuild under load', () => {
  it('misses and doubles no document through the aliases at any moment', async () => {
    const workers = [bank.start('worker'), bank.start('worker')]
    await bank.untilDone()
    const before = await bank.liveVersion()
    const stopReading = bank.startReading()
    const load = bank.start('generate', '--start', '2026-02-02', '--backfill', '0', '--seed', '9', '--customers', '200', '--rate', '120', '--for', '10m') // prettier-ignore

    const { indexVersion } = await bank.rebuild()
    const isUnderLoad = load.process.exitCode === null
    await bank.stop(load)
    await bank.untilDone()
    const reads = await stopReading()

    expect([indexVersion, await bank.liveVersion()]).toEqual([before + 1, before + 1])
    expect(isUnderLoad).toBe(true)
    const counts = reads.map(({ count }) => count)
    const falls = counts.filter((count, at) => count < (counts[at - 1] ?? 0))
    expect(falls).toEqual([])
    expect(reads.filter(({ count, atMost }) => count > atMost)).toEqual([])
    expect(counts.at(-1)).toBeGreaterThan((counts[0] ?? 0) + 1000)
    expect(await bank.audit()).toMatchObject(rightInAll)
    for (const { process, output } of workers) {
      expect(process.exitCode, output()).toBeNull()
      expect(output()).toContain(`Index version ${before} is handed over`)
    }
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
