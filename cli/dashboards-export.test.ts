import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSavedObjects } from '../dashboards/build.ts'
import { runCommandLine } from '../test/command-run.ts'
import { useFakeKibana } from '../test/fake-kibana/use-fake-kibana.ts'

const fakes = useFakeKibana()
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-kibana-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** `tally dashboards …` into the fake. */
function tally(words: readonly string[]) {
  return runCommandLine(['dashboards', ...words], { KIBANA_URL: fakes.last?.url ?? '' })
}

const count = (await readSavedObjects()).length
const dashboardId = 'tally-bank-overview'

describe('tally dashboards export', () => {
  it('writes what is there of ours, and tells what was changed', async () => {
    const kibana = await fakes.start()
    await tally(['import'])
    kibana.edit('dashboard', dashboardId, (attributes) => ({ ...attributes, title: 'Mine' }))

    const { status, stderr } = await tally(['export', '--to', join(folder, 'new')])
    const printed = await tally(['export', '--to', '-'])

    const written = await readFile(join(folder, 'new', 'tally.ndjson'), 'utf8')
    expect(status).toBe(0)
    expect(stderr).toContain(`changed in Kibana  dashboard ${dashboardId}: title (saved `)
    expect(stderr).toContain(`${count} objects written to ${join(folder, 'new', 'tally.ndjson')}.`)
    expect(written.split('\n')).toHaveLength(count + 1)
    expect(printed.stdout).toBe(written)
  })

  it("writes analysts' own objects", async () => {
    const kibana = await fakes.start()
    await tally(['import'])
    const references = [{ name: 'panel_0', type: 'dashboard', id: dashboardId }]
    kibana.put({ type: 'dashboard', id: 'mine', attributes: { title: 'Mine' }, references })

    const { stderr } = await tally(['export', '--mine', '--to', folder])

    const written = await readFile(join(folder, 'tally-mine.ndjson'), 'utf8')
    expect(written).toContain('"id":"mine"')
    expect(stderr).toMatch(/^\d+ objects written/)
  })

  it('writes nothing when there is nothing', async () => {
    await fakes.start()

    const own = await tally(['export', '--to', '-'])
    const mine = await tally(['export', '--mine', '--to', '-'])

    expect(own).toMatchObject({ status: 0, stdout: '' })
    expect(own.stderr).toContain('`tally dashboards import` puts them there')
    expect(mine).toMatchObject({ status: 0, stdout: '' })
  })

  it('says where it cannot write', async () => {
    await fakes.start()
    await tally(['import'])
    const path = join(folder, 'file')
    await writeFile(path, '')

    const { status, stderr } = await tally(['export', '--to', path])

    expect(status).toBe(1)
    expect(stderr).toContain(`The file ${join(path, 'tally.ndjson')} cannot be written: EEXIST.`)
  })
})
