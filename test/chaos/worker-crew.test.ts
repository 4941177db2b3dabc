import { closeSync, openSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pollUntil } from '../../stack/poll.ts'
import { Chance } from '../simulation/chance.ts'
import { WorkerCrew } from './worker-crew.ts'
import { type WorkerTask } from './worker-task.ts'

const task: WorkerTask = {
  brokers: [],
  elasticsearchUrl: '',
  topic: '',
  partitions: 1,
  idsMax: 1,
  indexVersion: 1,
  groupId: '',
  sessionTimeoutMs: 6000,
}
const outcomes = '{ consumed: 3, inFlight: 1, applied: 1, duplicate: 0, skipped: 0, deadLettered: 0, filtered: 0 }' // prettier-ignore
const chance = new Chance(1)
let folder = ''
let sink = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-crew-'))
  sink = openSync(devNull, 'w')
})
afterEach(async () => {
  closeSync(sink)
  await rm(folder, { recursive: true })
})

/** A crew whose workers run this program. */
async function crewOf(program: string): Promise<WorkerCrew> {
  const entry = join(folder, 'worker.mjs')
  await writeFile(entry, program)
  return new WorkerCrew(entry, task, sink)
}

const reportAndStay = `process.send({ outcomes: ${outcomes}, unaccounted: 1 }); setInterval(() => {}, 1000)` // prettier-ignore
const until = (isSo: () => boolean) =>
  pollUntil(() => Promise.resolve(isSo() || undefined), { deadlineMs: 10_000, intervalMs: 10 })

describe('a crew of worker processes', () => {
  it('ends them all, frozen ones too', async () => {
    const crew = await crewOf(reportAndStay)
    crew.start()
    crew.start()
    crew.freeze(chance)

    await crew.end()

    expect(crew.size).toBe(0)
    expect(crew.record.crashes).toEqual([])
  })

  it('knows what a killed one said last', async () => {
    const crew = await crewOf(reportAndStay)
    crew.start()
    await until(() => crew.record.reports === 1)

    crew.kill(chance)
    await crew.end()

    expect(crew.record).toMatchObject({ reports: 1, unaccounted: 1, crashes: [] })
    expect(crew.record.outcomes.consumed).toBe(3)
  })

  it('tells of an end that nobody asked for', async () => {
    const crew = await crewOf('process.exitCode = 3; process.disconnect()')
    crew.start()
    await until(() => crew.record.crashes.length > 0)

    expect(crew.record.crashes).toEqual([expect.stringMatching(/^process \d+ ended with status 3$/)]) // prettier-ignore
    await crew.end()
  })

  it('tells of one that was asked to finish and failed', async () => {
    const crew = await crewOf(`process.once('SIGTERM', () => process.exit(1)); ${reportAndStay}`)
    crew.start()
    await until(() => crew.record.reports === 1)

    crew.dismiss(chance)
    await crew.dismissAll()

    expect(crew.record.crashes).toEqual([expect.stringContaining('ended with status 1')])
    await crew.end()
  })
})
