import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSavedObjects } from '../dashboards/build.ts'
import { runCommandLine } from '../test/command-run.ts'
import { type FakeKibana } from '../test/fake-kibana/fake-kibana.ts'
import { useFakeKibana } from '../test/fake-kibana/use-fake-kibana.ts'

const fakes = useFakeKibana()
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-kibana-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** `tally dashboards …` with KIBANA_URL set to the fake. */
function tally(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const url: Record<string, string> = fakes.last === undefined ? {} : { KIBANA_URL: fakes.last.url }
  return runCommandLine(['dashboards', ...words], { ...url, ...env })
}

const count = (await readSavedObjects()).length
const dashboardId = 'tally-bank-overview'

describe('tally dashboards import', () => {
  it('imports, reports each object, and says the same the next time', async () => {
    const { url } = await fakes.start({ flavour: '8.19.1' })

    const first = await tally(['import'])
    const second = await tally(['import'])
    const third = await tally(['import'])

    expect(first.status).toBe(0)
    expect(first.stdout).toContain(`new                dashboard ${dashboardId}\n`)
    expect(first.stderr).toContain(
      'The default data view is tally-transactions now; there was none.\n',
    )
    expect(first.stderr).toContain(`${count} of ${count} objects are in Kibana 8.19.1: ${count} new.\n`) // prettier-ignore
    expect(first.stderr).toContain(`  ${url}/app/dashboards#/view/${dashboardId}\n`)
    expect(second.stdout).toContain(`overwritten        dashboard ${dashboardId}\n`)
    expect(second.stderr).toContain('The default data view stays tally-transactions.')
    expect(third).toEqual(second)
  })

  it('tells what it would change, and writes nothing', async () => {
    const kibana = await fakes.start({ flavour: '9.1.0' })

    const empty = await tally(['import', '--dry-run'])
    await tally(['import'])
    kibana.edit('dashboard', dashboardId, (attributes) => ({ ...attributes, timeFrom: 'now-1y' }))
    const before = JSON.stringify(kibana.store.objects('default'))
    const edited = await tally(['import', '--dry-run'])

    expect(empty).toMatchObject({ status: 0, stderr: `Nothing was written. ${count} new.\n` })
    expect(edited.stdout).toContain(`changed in Kibana  dashboard ${dashboardId}: timeFrom (saved `)
    expect(edited.stderr).toContain(`${count - 1} same`)
    expect(edited.stderr).toContain('1 changed in Kibana')
    expect(JSON.stringify(kibana.store.objects('default'))).toBe(before)
  })

  it('says that it goes over what somebody has changed', async () => {
    const kibana = await fakes.start()
    await tally(['import'])
    kibana.edit('dashboard', dashboardId, (attributes) => ({ ...attributes, title: 'Mine' }))

    const { stdout } = await tally(['import'])

    expect(stdout).toMatch(
      /overwritten {8}dashboard tally-bank-overview: somebody had changed title \(saved .*\)\n/,
    )
    expect((await tally(['import', '--dry-run'])).stderr).toContain(`${count} same`)
  })

  it('answers as JSON', async () => {
    const { url } = await fakes.start({ flavour: '8.19.1', spaces: ['bank'] })

    const { status, stdout } = await tally(['import', '--json', '--space', 'bank'])
    const dry = await tally(['import', '--json', '--space', 'bank', '--dry-run'])

    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      kibana: url,
      space: 'bank',
      version: '8.19.1',
      isDryRun: false,
      objects: expect.arrayContaining([
        { type: 'dashboard', id: dashboardId, outcome: 'new' },
      ]) as object,
      defaultDataView: { outcome: 'set', id: 'tally-transactions' },
    })
    expect(JSON.parse(dry.stdout)).toMatchObject({ isDryRun: true, space: 'bank' })
  })

  it('makes the data view of a second space its default', async () => {
    const kibana = await fakes.start({ flavour: '9.1.0', spaces: ['bank'] })
    await tally(['import'])

    const { stdout, stderr } = await tally(['import', '--space', 'bank'])

    const view = kibana.store.objects('bank').find(({ originId }) => originId === 'tally-transactions') // prettier-ignore
    expect(stdout).toContain(`index-pattern tally-transactions: it is ${view?.id ?? '?'} in this space`) // prettier-ignore
    expect(kibana.store.settings('bank')).toEqual({ defaultIndex: view?.id })
    expect(stderr).toContain(`${kibana.url}/s/bank/app/dashboards#/view/`)
  })

  it('imports a part', async () => {
    const kibana = await fakes.start()

    const { status } = await tally(['import', '--dashboard', 'bank-overview'])

    expect(status).toBe(0)
    expect(kibana.store.find('default', 'dashboard', dashboardId)).toBeDefined()
    expect(await tally(['import', '--dashboard', 'bank'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('there is no dashboard "bank"') as string,
    })
  })

  it('ends with 1 when one object failed, and names it', async () => {
    const kibana = await fakes.start()
    const error = { type: 'unknown', message: 'mapping set to strict, dynamic introduction of [x] within [dashboard] is not allowed' } // prettier-ignore
    const names = (await readSavedObjects()).filter(({ id }) => id !== dashboardId)
    kibana.instead.set('/api/saved_objects/_import', {
      status: 200,
      body: {
        success: false,
        successCount: names.length,
        successResults: names.map(({ type, id }) => ({ type, id })),
        errors: [{ type: 'dashboard', id: dashboardId, title: 'Bank overview', error }],
      },
    })

    const { status, stdout, stderr } = await tally(['import'])

    expect(status).toBe(1)
    expect(stdout).toContain(
      `failed             dashboard ${dashboardId}: this Kibana knows no attribute x of a dashboard\n`,
    )
    expect(stderr).toContain(`${count - 1} of ${count} objects are in Kibana 7.10.2`)
  })

  it('goes on when what is there cannot be read', async () => {
    const kibana = await fakes.start({ forbidden: ['/api/saved_objects/_export'] })

    const { status, stderr } = await tally(['import'])
    const dry = await tally(['import', '--dry-run'])

    expect(status).toBe(0)
    expect(stderr).toContain('Not compared with what is there: ')
    expect(kibana.store.find('default', 'dashboard', dashboardId)).toBeDefined()
    expect(dry.status).toBe(1)
  })

  it('takes less than five seconds', async () => {
    await fakes.start({ flavour: '9.1.0' })
    const startMs = performance.now()

    await tally(['import'])

    expect(performance.now() - startMs).toBeLessThan(5000)
  })
})

describe('who may', () => {
  const keys = ['ApiKey k3y', `Basic ${Buffer.from('ada:pa55').toString('base64')}`]

  it.each<[string, string[], Record<string, string>]>([
    ['a key of the settings', [], { KIBANA_API_KEY: 'k3y' }],
    ['a user of the settings', [], { KIBANA_USERNAME: 'ada', KIBANA_PASSWORD: 'pa55' }],
    ['a user of the command line', ['--user', 'ada'], { KIBANA_PASSWORD: 'pa55' }],
    ['a user rather than a key of the settings', ['--user', 'ada'], { KIBANA_PASSWORD: 'pa55', KIBANA_API_KEY: 'old' }], // prettier-ignore
  ])('is %s', async (_who, words, env) => {
    await fakes.start({ keys })

    expect((await tally(['import', ...words], env)).status).toBe(0)
  })

  it('is a key in a file', async () => {
    await fakes.start({ keys })
    const path = join(folder, 'key')
    await writeFile(path, 'k3y\n')

    expect((await tally(['import', '--api-key-file', path])).status).toBe(0)
  })

  it.each<[string, string[], Record<string, string>, number, string]>([
    ['a wrong password', ['--user', 'ada'], { KIBANA_PASSWORD: 'wrong' }, 1, 'answered 401'],
    ['no password', ['--user', 'ada'], {}, 2, 'there is no password'],
    ['a user and a key', ['--user', 'ada', '--api-key-file', 'key'], {}, 2, 'expected one of them'],
    ['a user of the settings without password', [], { KIBANA_USERNAME: 'ada' }, 2, 'KIBANA_PASSWORD: expected together with'], // prettier-ignore
    ['a key in the command line', ['--api-key', 'k3y'], {}, 2, '--api-key: no such option'],
    ['a password in the address', ['--kibana', 'http://ada:pa55@127.0.0.1:1'], {}, 2, 'without a password'], // prettier-ignore
  ])('is not %s', async (_who, words, env, status, expected) => {
    await fakes.start({ keys })

    const outcome = await tally(['import', ...words], env)

    expect(outcome.status).toBe(status)
    expect(outcome.stderr).toContain(expected)
    expect(outcome.stderr).not.toMatch(/k3y|pa55/)
  })
})

describe('bad input', () => {
  it.each([
    ['no Kibana is named', [], 2, 'No Kibana is named.'],
    ['nobody is there', ['--kibana', 'http://127.0.0.1:1', '--timeout', '0s'], 1, 'could not be asked: '], // prettier-ignore
    ['no URL', ['--kibana', 'localhost'], 2, 'expected a URL such as http://localhost:5601'],
    ['no duration', ['--timeout', '5'], 2, 'expected a duration such as 30s'],
    ['no id of a space', ['--space', 'My Bank'], 2, 'expected the id of a space'],
  ] as const)('%s', async (_what, words, status, expected) => {
    const outcome = await tally(['import', ...words])

    expect(outcome.status).toBe(status)
    expect(outcome.stderr).toContain(expected)
  })

  it.each<[string, Parameters<typeof FakeKibana.start>[0], string[], string]>([
    ['old', { flavour: '7.6.2' }, [], 'is 7.6.2; these dashboards need 7.10 or later'],
    ['without the space', { spaces: ['shop'] }, ['--space', 'bank'], 'has no space "bank": you may use default, shop'], // prettier-ignore
    ['never ready', { health: ['starting'] }, ['--timeout', '0s'], 'was not ready in 0 s: it answers 503'], // prettier-ignore
    ['closed to this user', { forbidden: ['/api/saved_objects/_import'] }, [], 'answered 403: Unable to bulk_create'], // prettier-ignore
  ])('a Kibana that is %s', async (_what, options, words, expected) => {
    await fakes.start(options)

    const { status, stdout, stderr } = await tally(['import', ...words])

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(expected)
    expect(stderr).not.toContain('this is a bug')
  })
})
