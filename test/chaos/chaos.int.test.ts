import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageFolder } from '../../runtime/paths.ts'
import { edit } from '../simulation/mutant.ts'
import { openTestStack, type TestStack } from '../test-stack.ts'
import { type Action, disturbances } from './plan.ts'
import { playRound } from './round.ts'
import { describeFailure } from './round-table.ts'

const seed = 6
const compiled = join(packageFolder, 'dist')
const entryIn = (folder: string) => join(folder, 'test', 'chaos', 'worker-process.js')
let folder = ''
let stack: TestStack

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `tally-test-${process.pid}-chaos-`))
  // Its servers get killed, so they are not those of the other tests.
  stack = await openTestStack(join(folder, 'stack'), () => undefined)
}, 120_000)

afterAll(async () => {
  await stack.servers.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('exactly once in effect', () => {
  it('outlives a minute in which workers are killed, frozen and dismissed and both servers die', async () => {
    const report = await playRound({ seed, stack, entry: entryIn(compiled), loadMs: 40_000 })

    const how = `npm run test:chaos -- --runs 1 --seed ${seed}\n${describeFailure(report)}`
    const { missing, unexpected, different, records, poison } = report.judgement
    expect({ missing, unexpected, different }, how).toEqual({ missing: [], unexpected: [], different: [] }) // prettier-ignore
    expect([report.crew.unaccounted, report.inFlight], how).toEqual([0, 0])
    expect(report.crew.crashes, how).toEqual([])
    expect(report.deeds.map(({ what }) => what)).toEqual(expect.arrayContaining([...disturbances, 'thaw worker', 'scale to 1', 'scale to 3'])) // prettier-ignore
    // Enough of everything to have been hit.
    expect(records).toBeGreaterThan(7000)
    expect(poison).toBeGreaterThan(30)
    expect(report.crew.reports).toBeGreaterThan(200)
    expect(report.crew.outcomes.duplicate).toBeGreaterThan(200)
  }, 240_000)

  it('is not found by the chaos where a worker commits before its documents are durable', async () => {
    const mutant = await copyWithCommitFirst()
    const plan: readonly Action[] = [
      { atMs: 0, kind: 'scale', workers: 1 },
      { atMs: 4000, kind: 'kill Elasticsearch' },
      { atMs: 5000, kind: 'kill worker' },
    ]

    const report = await playRound({ seed, stack, entry: entryIn(mutant), loadMs: 5000, plan })

    const { missing, different } = report.judgement
    expect(report.ok).toBe(false)
    expect(missing.length + different.length).toBeGreaterThan(0)
  }, 240_000)
})

/** The compiled worker with one rule of the protocol turned round, beside its dependencies. */
async function copyWithCommitFirst(): Promise<string> {
  const copy = join(packageFolder, '.tally', 'mutants', 'chaos-commit-first')
  await rm(copy, { recursive: true, force: true })
  await mkdir(copy, { recursive: true })
  for (const part of ['contracts', 'ingest', 'runtime', 'test']) {
    await cp(join(compiled, part), join(copy, part), { recursive: true })
  }
  await edit(join(copy, 'ingest'), {
    file: 'checkpoint.js',
    find: 'for (const stage of stages) {',
    replace: 'await commit(run, offset)\n for (const stage of stages) {',
  })
  return copy
}
