import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { classArchiveWords, makeClassArchive, needsClassArchive } from './class-archive.ts'
import { type ServerPlan } from './server-plan.ts'

const signal = new AbortController().signal

let folder: string
let plan: ServerPlan

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-archive-'))
  plan = planIn(folder)
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('the class archive of a server', () => {
  test('is used once the server has run and written it', async () => {
    const java = await javaThat('cat > /dev/null; echo classes > "${3#*=}"')

    await makeClassArchive(plan, { java, signal })

    expect(await needsClassArchive(plan.classArchive)).toBe(false)
    expect(await classArchiveWords(plan.classArchive)).toContain(
      `-XX:SharedArchiveFile=${plan.classArchive}`,
    )
  })

  test('is not used when the process failed while it wrote', async () => {
    const java = await javaThat('cat > /dev/null; echo half > "${3#*=}"; exit 1')

    await makeClassArchive(plan, { java, signal })

    expect(await classArchiveWords(plan.classArchive)).toEqual([])
    expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('unfinished'))
  })

  test('is not tried again with a JVM that does not write it', async () => {
    const java = await javaThat('cat > /dev/null')

    await makeClassArchive(plan, { java, signal })

    expect(await needsClassArchive(plan.classArchive)).toBe(false)
  })

  test('is tried again after a start that failed', async () => {
    const java = await javaThat('exit 1')

    await makeClassArchive({ ...plan, isHealthy: () => Promise.resolve(false) }, { java, signal })

    expect(await needsClassArchive(plan.classArchive)).toBe(true)
  })
})

/** A Java that is a shell script, whose third word names the archive. */
async function javaThat(script: string): Promise<string> {
  const java = join(folder, 'java')
  await writeFile(java, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return java
}

function planIn(place: string): ServerPlan {
  const title = 'Kafka'
  return {
    name: 'kafka',
    title,
    portWish: { title, setting: '', explicit: undefined, usual: 9092, last: undefined },
    logFile: join(place, 'kafka.log'),
    outputFile: join(place, 'kafka-output.log'),
    heapSetting: 'TALLY_KAFKA_HEAP_MB',
    folder: place,
    classArchive: join(place, 'kafka.jsa'),
    damage: /never/,
    prepare: () => Promise.resolve([]),
    isHealthy: () => Promise.resolve(true),
  }
}
