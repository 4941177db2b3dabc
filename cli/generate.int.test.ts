import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runTally, startTally } from '../test/tally.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-generate-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** Runs a scenario with faults into a file. */
async function runInto(
  name: string,
  words: readonly string[],
  zone?: string,
): Promise<{ lines: string[]; hash: string; output: string }> {
  const file = join(folder, name)
  const command = ['generate', 'poison', '--for', '2s', '--sink', file, ...words]
  const output = await runTally(command, zone === undefined ? {} : { TZ: zone })
  const text = await readFile(file, 'utf8')
  const hash = createHash('sha256').update(text).digest('hex')
  return { lines: text.trim().split('\n'), hash, output }
}

describe('tally generate', () => {
  it('writes the same bytes in any time zone of the machine', async () => {
    const east = await runInto('east', [], 'Asia/Kathmandu')
    const west = await runInto('west', [], 'America/St_Johns')

    expect(east.lines.length).toBeGreaterThan(4000)
    expect(west.hash).toBe(east.hash)
  })

  it('writes the same events in two processes as in one', async () => {
    const whole = await runInto('whole', [])
    const parts = [await runInto('first', ['--shard', '1/2']), await runInto('second', ['--shard', '2/2'])] // prettier-ignore

    expect(parts.flatMap(({ lines }) => lines).toSorted()).toEqual(whole.lines.toSorted())
  })

  it('has a ledger of exactly what it wrote, and a summary for programs', async () => {
    const ledgerFile = join(folder, 'ledger.ndjson')
    const { lines, output } = await runInto('events', ['--ledger', ledgerFile, '--json'])

    const ledger = (await readFile(ledgerFile, 'utf8')).trim().split('\n')
    const entries = ledger.map((line) => JSON.parse(line) as Record<string, unknown>)
    const summary = JSON.parse(output.split('\n').findLast((line) => line.startsWith('{')) ?? '') as object // prettier-ignore
    expect(entries[0]).toMatchObject({ ledger: 1, scenario: 'poison', seed: 1 })
    expect(entries.filter(({ fate }) => fate !== undefined)).toHaveLength(lines.length)
    expect(entries.at(-1)).toMatchObject({ total: 'all', departures: lines.length, dropped: 0 })
    expect(summary).toMatchObject({ scenario: 'poison', sent: lines.length, ok: true })
  })

  it('ends with 1 when its file cannot be written, and with 2 when nothing was done', async () => {
    const full = startTally(['generate', 'black-friday', '--sink', '/dev/full'])
    const wrong = startTally(['generate', 'steady', 'demo', '--shard', '3/2'])

    expect(await full.ended).toBe(1)
    expect(full.output()).toContain('Make room on the disk.')
    expect(await wrong.ended).toBe(2)
    expect(wrong.output()).toContain('demo: an operand that is not expected')
    expect(wrong.output()).toContain('--shard: expected a part from 1')
  })
})
