import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freeze, publish } from './contracts.ts'

const files = [
  { path: 'a.json', text: '{}\n' },
  { path: 'pages/b.md', text: '# B\n' },
]
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-contracts-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function run(isCheck: boolean) {
  const printed: string[] = []
  const said: string[] = []
  const status = await publish(
    { files, folder, isCheck },
    { print: (line) => printed.push(line), say: (line) => said.push(line) },
  )
  return { status, printed, said }
}

describe('tally contracts build', () => {
  test('writes what is missing, folders included, then has nothing to do', async () => {
    const first = await run(false)
    const second = await run(false)

    expect(first).toMatchObject({ status: 0, printed: ['written  a.json', 'written  pages/b.md'] })
    expect(second).toMatchObject({ status: 0, printed: [] })
    expect(await readFile(join(folder, 'pages/b.md'), 'utf8')).toBe('# B\n')
  })

  test('--check names each file that differs, changes none, and ends with 1', async () => {
    await run(false)
    await writeFile(join(folder, 'a.json'), '{ }\n')

    const { status, printed, said } = await run(true)

    expect({ status, printed }).toEqual({ status: 1, printed: ['differs  a.json'] })
    expect(said.join('\n')).toContain('npx tally contracts build')
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('{ }\n')
  })

  test('--check ends with 0 where every file is current', async () => {
    await run(false)

    expect(await run(true)).toMatchObject({ status: 0, printed: [] })
  })

  test('a file that cannot be read is a failure, not a difference', async () => {
    await writeFile(join(folder, 'pages'), 'a file where a folder should be')

    await expect(run(true)).rejects.toMatchObject({ code: 'ENOTDIR' })
  })
})

describe('tally contracts freeze', () => {
  test('writes what is missing and never touches what is there', async () => {
    await writeFile(join(folder, 'a.json'), '{ "released": true }\n')

    const printed: string[] = []
    const terminal = { print: (line: string) => printed.push(line), say: () => undefined }
    const statuses = [
      await freeze({ files, folder }, terminal),
      await freeze({ files, folder }, terminal),
    ]

    expect({ statuses, printed }).toEqual({ statuses: [0, 0], printed: ['frozen  pages/b.md'] })
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('{ "released": true }\n')
    expect(await readFile(join(folder, 'pages/b.md'), 'utf8')).toBe('# B\n')
  })
})
