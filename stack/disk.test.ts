import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkDisk, withDiskProblems } from './disk.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-disk-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const gibibyte = 1024 ** 3

describe('the disk', () => {
  test('is good enough with 1 GiB free', async () => {
    await expect(checkDisk(folder, () => Promise.resolve(gibibyte))).resolves.toBeUndefined()
  })

  test('is full with less than 1 GiB free', async () => {
    await expect(checkDisk(folder, () => Promise.resolve(gibibyte - 1))).rejects.toMatchObject({
      code: 'disk.full',
      message: `The disk of ${folder} has 1023 MiB free; the embedded servers need 1 GiB.`,
    })
  })

  test('is not writable where a file is in the way', async () => {
    await writeFile(join(folder, 'file'), '')

    await expect(checkDisk(join(folder, 'file', 'stack'))).rejects.toMatchObject({
      code: 'disk.not-writable',
    })
  })

  test.each([
    ['ENOSPC', 'disk.full'],
    ['EDQUOT', 'disk.full'],
    ['EACCES', 'disk.not-writable'],
    ['EROFS', 'disk.not-writable'],
  ])('refuses with %s, which is said as %s', async (errno, code) => {
    const refusal = Object.assign(new Error(errno), { code: errno })

    await expect(withDiskProblems(folder, () => Promise.reject(refusal))).rejects.toMatchObject({
      code,
      cause: refusal,
    })
  })

  test('does not hide a bug', async () => {
    const bug = new TypeError('bug')

    await expect(withDiskProblems(folder, () => Promise.reject(bug))).rejects.toBe(bug)
  })
})
