import { describe, expect, it } from 'vitest'
import { everything, rightInAll, useBankOfItsOwn } from '../test/rebuild-fixture.ts'
import { waitFor } from '../test/wait-for.ts'

const bank = useBankOfItsOwn()

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
