import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { acquireLock, lockOwner } from './lock.ts'
import { identifySelf } from './process-identity.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-lock-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('the lock of a stack', () => {
  test('is free in a folder that does not exist yet', async () => {
    const attempt = await acquireLock(join(folder, 'new'))

    expect(attempt.ok).toBe(true)
  })

  test('is not given to anybody else while its process runs', async () => {
    await acquireLock(folder)

    const second = await acquireLock(folder)

    expect(second).toEqual({ ok: false, owner: await identifySelf() })
  })

  test('is free again once it is released', async () => {
    const first = await acquireLock(folder)
    if (first.ok) await first.lock.release()

    expect(await lockOwner(folder)).toBeUndefined()
    expect((await acquireLock(folder)).ok).toBe(true)
  })

  test('is free when its process has ended', async () => {
    await writeStaleLock(3)

    expect((await acquireLock(folder)).ok).toBe(true)
  })

  test('is free when the number of its process belongs to a later process', async () => {
    const later = { pid: process.pid, startedAt: 'another time' }
    await writeFile(join(folder, 'keeper.1.json'), JSON.stringify(later))

    expect((await acquireLock(folder)).ok).toBe(true)
  })

  test('is won by exactly one of many that find it stale at the same time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const place = join(folder, String(round))
      await mkdir(place)
      await writeStaleLock(1, place)

      const attempts = await Promise.all(Array.from({ length: 16 }, () => acquireLock(place)))

      expect(attempts.filter(({ ok }) => ok)).toHaveLength(1)
    }
  })

  test('keeps its last file only, and never deletes that one', async () => {
    for (let round = 0; round < 3; round += 1) {
      const attempt = await acquireLock(folder)
      if (attempt.ok) await attempt.lock.release()
    }

    expect(await readdir(folder)).toEqual(['keeper.3.json'])
  })

  test('is held while its file is still being written', async () => {
    await writeFile(join(folder, 'keeper.1.json'), '')

    expect(await acquireLock(folder)).toEqual({ ok: false, owner: undefined })
  })

  test('is free when its file was never finished', async () => {
    const file = join(folder, 'keeper.1.json')
    await writeFile(file, '')
    const earlier = new Date(Date.now() - 60_000)
    await utimes(file, earlier, earlier)

    expect((await acquireLock(folder)).ok).toBe(true)
  })
})

async function writeStaleLock(number: number, place = folder): Promise<void> {
  const gone = { pid: 2 ** 22, startedAt: 'long ago' }
  await writeFile(join(place, `keeper.${number}.json`), JSON.stringify(gone))
}
