import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { topics } from '../contracts/catalogue.ts'
import { type PublishedFile } from '../contracts/publish/file.ts'
import { readGoldenEvents } from '../contracts/publish/golden-events.ts'
import { frozenFiles } from '../contracts/publish/json-schema.ts'
import { publishedFiles } from '../contracts/publish/published-files.ts'
import { packageFolder, packageVersion } from '../runtime/paths.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { defineCommand } from './command.ts'
import { runbookTable } from './runbook-table.ts'

export const contractsBuild = defineCommand({
  flags: z.object({
    check: z.boolean().default(false).describe('Change nothing; fail if a file is not current.'),
  }),
  examples: [
    ['tally contracts build', 'after a change in contracts/'],
    ['tally contracts build --check', 'names the files that differ and ends with 1'],
  ],
  run({ flags }, { terminal }) {
    const goldens = readGoldenEvents(join(packageFolder, 'contracts', 'golden'))
    const files = [...publishedFiles(packageVersion, goldens), runbookTable(packageFolder)]
    return publish({ files, folder: packageFolder, isCheck: flags.check }, terminal)
  },
})

export const contractsFreeze = defineCommand({
  flags: z.object({}),
  examples: [['tally contracts freeze', 'before the release that brings a new type or version']],
  run(_options, { terminal }) {
    return freeze({ files: frozenFiles(topics), folder: packageFolder }, terminal)
  },
})

interface Publication {
  readonly files: readonly PublishedFile[]
  readonly folder: string
  /** Changes nothing and fails where a file differs. */
  readonly isCheck: boolean
}

/** Writes the files that differ from what is in the folder, and names them. */
export async function publish(
  { files, folder, isCheck }: Publication,
  terminal: Pick<Terminal, 'print' | 'say'>,
): Promise<number> {
  const outdated = await outdatedOf(files, folder)
  for (const file of outdated) {
    if (!isCheck) await write(file, folder)
    terminal.print(`${isCheck ? 'differs' : 'written'}  ${file.path}`)
  }
  if (outdated.length === 0) terminal.say('Every file is as the contracts say.')
  if (outdated.length === 0 || !isCheck) return 0
  terminal.say('Run `npx tally contracts build` and commit what it writes.')
  return 1
}

/** Writes the files that are not there yet, and names them. What is there is never touched. */
export async function freeze(
  { files, folder }: Pick<Publication, 'files' | 'folder'>,
  terminal: Pick<Terminal, 'print' | 'say'>,
): Promise<number> {
  let frozenCount = 0
  for (const file of files) {
    if (!(await isWrittenAnew(file, folder))) continue
    frozenCount += 1
    terminal.print(`frozen  ${file.path}`)
  }
  terminal.say(
    frozenCount === 0
      ? 'Every event type is frozen already.'
      : 'Commit what was frozen; it must never change.',
  )
  return 0
}

async function isWrittenAnew(file: PublishedFile, folder: string): Promise<boolean> {
  try {
    await write(file, folder, 'wx')
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function outdatedOf(
  files: readonly PublishedFile[],
  folder: string,
): Promise<PublishedFile[]> {
  const checked = await Promise.all(
    files.map(async (file) =>
      (await readOrNothing(join(folder, file.path))) === file.text ? [] : [file],
    ),
  )
  return checked.flat()
}

/** Only a file that is not there counts as nothing; one that cannot be read is a failure. */
async function readOrNothing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** @param flag `wx` fails where the file is there already */
async function write(
  { path, text }: PublishedFile,
  folder: string,
  flag: 'w' | 'wx' = 'w',
): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text, { flag })
}
