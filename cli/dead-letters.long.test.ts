import { describe, expect, it } from 'vitest'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { partitionOf } from '../contracts/partition.ts'
import { type Causes } from '../ingest/dead-letters/causes.ts'
import { type ReplayReport } from '../ingest/dead-letters/replay.ts'
import { openedAccount } from '../test/astray-events.ts'
import { rightInAll, useBankOfItsOwn } from '../test/rebuild-fixture.ts'
import { waitFor } from '../test/wait-for.ts'

const bank = useBankOfItsOwn()
const subject = 'c-astray'
const home = partitionOf(Buffer.from(subject), bankActivity.partitions)

const headers = { trace: Buffer.from('\u001B[2J') }
/** Right in all but their way into the topic. */
const astray = [
  {
    key: subject,
    value: openedAccount(subject, 1),
    headers,
    partition: (home + 1) % bankActivity.partitions,
  },
  { key: '', value: openedAccount(subject, 2), headers, partition: home },
  { key: 'stranger', value: openedAccount(subject, 3), headers },
]

async function replay(...flags: string[]): Promise<ReplayReport> {
  return json(await bank.run('dead-letters', 'replay', '--json', ...flags)) as ReplayReport
}

async function list(...flags: string[]): Promise<Causes> {
  return json(await bank.run('dead-letters', 'list', '--json', ...flags)) as Causes
}

function json(output: string): unknown {
  return JSON.parse(output.split('\n').findLast((line) => line.startsWith('{"')) ?? '{}')
}

/** Everything is committed, and so many dead letters can be searched. */
async function untilLetters(count: number): Promise<Causes> {
  await bank.untilDone()
  return waitFor(`${count} dead letters to be found`, async () => {
    const causes = await list()
    return causes.count === count ? causes : undefined
  })
}

async function eventsOfSubject(): Promise<number> {
  await fetch(`${bank.url}/tally-customer-events/_refresh`, { method: 'POST' })
  const answer = await fetch(`${bank.url}/tally-customer-events/_count?q=customer.id:${subject}`)
  return ((await answer.json()) as { count: number }).count
}

describe('dead letters', () => {
  it('are told by cause, shown without doing anything, replayed once, and left when that is vain', async () => {
    await bank.append(astray)
    const worker = bank.start('worker')
    const before = await untilLetters(8)
    expect(
      before.causes.map(({ code, count, stage }) => `${code} ${stage} ${count}`).sort(),
    ).toEqual([
      'key-mismatch decode 1',
      'key-missing decode 1',
      'misrouted decode 1',
      'not-json decode 5',
    ])
    expect((await list('--code', 'not-json', '--since', '1h')).count).toBe(5)
    expect((await list('--until', '2015-02-01')).count).toBe(0)
    expect(await bank.run('dead-letters', 'list', '--stage', 'index')).toContain('There are no dead letters that fit.') // prettier-ignore

    const example = before.causes.find(({ code }) => code === 'misrouted')?.example ?? ''
    const hidden = await bank.run('dead-letters', 'show', example)
    const shown = await bank.run('dead-letters', 'show', '--value', example)
    expect(hidden).toContain('trace = \\u{001b}[2J')
    expect(hidden).toContain(`key         ${subject}`)
    expect(hidden).not.toContain('specversion')
    expect(shown).toContain(openedAccount(subject, 1))

    const appended = await bank.appended()
    const plan = await replay()
    expect(plan).toMatchObject({
      selected: 8,
      appended: { [bankActivity.name]: 8 },
      rekeyed: 2,
      refusedAgain: { 'not-json': 5 },
    })
    expect(await bank.appended()).toBe(appended)

    for (const code of ['misrouted', 'key-missing', 'key-mismatch']) {
      expect(await replay('--code', code, '--yes')).toMatchObject({ selected: 1, refusedAgain: {}, left: {} }) // prettier-ignore
    }
    const second = await replay('--code', 'misrouted', '--yes')
    expect(second).toMatchObject({ appended: {}, left: { 'replayed-already': 1 } })
    const third = await replay('--id', example, '--again', '--yes')
    expect(third).toMatchObject({ appended: { [bankActivity.name]: 1 } })
    await bank.untilDone()
    expect(await bank.appended()).toBe(appended + 4)
    expect(await eventsOfSubject()).toBe(3)

    for (const round of [1, 2, 3]) {
      const { appended: again } = await replay('--code', 'not-json', '--yes', '--rate', '1000')
      expect(again).toEqual({ [bankActivity.name]: 5 })
      const { causes } = await untilLetters(8 + 5 * round)
      const cause = causes.find(({ code }) => code === 'not-json')
      expect(cause).toMatchObject({ count: 5 + 5 * round, replayed: 5 * round, replaysMax: round })
    }
    const vain = bank.start('dead-letters', 'replay', '--code', 'not-json', '--yes')
    expect(await vain.ended).toBe(1)
    expect(vain.output()).toContain('5 left: refused again after 3 replays')

    const refused = bank.start('dead-letters', 'replay', '--stage', 'index')
    expect(await refused.ended).toBe(2)
    expect(refused.output()).toContain('mended by `tally audit --repair`, never by appending it again') // prettier-ignore
    await bank.stop(worker)
    expect(await bank.audit()).toMatchObject({ ...rightInAll, deadLetters: 23, duplicates: 1 })
  }, 240_000)

  it('for the most part make a worker pause, until they are accepted; a rebuild folds them all', async () => {
    const flood = Array.from({ length: 1500 }, (_, at) => ({ key: `f-${at}`, value: 'none' }))
    const before = await list()
    const worker = bank.start('worker', '--json')
    await bank.untilDone()
    await bank.append(flood)
    await waitFor(
      'the worker to say that it has paused',
      () =>
      Promise.resolve(worker.output().includes('paused, because most records are dead letters') || undefined), // prettier-ignore
    )
    expect((await list()).count - before.count).toBeLessThan(1000)

    expect(await bank.run('dead-letters', 'accept', '--code', 'not-json', '--for', '10m')).toContain('Dead letters of not-json are accepted until') // prettier-ignore
    await untilLetters(before.count + 1500)
    await bank.stop(worker)
    expect(await bank.audit()).toMatchObject(rightInAll)

    await bank.run('dead-letters', 'accept', '--code', 'not-json', '--for', '0.001s')
    await bank.rebuild()
    expect(await bank.audit()).toMatchObject(rightInAll)
  }, 240_000)
})
