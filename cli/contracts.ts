import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type PublishedFile } from '../contracts/publish/file.ts'
import { readGoldenEvents } from '../contracts/publish/golden-events.ts'
import { publishedFiles } from '../contracts/publish/published-files.ts'
import { packageFolder, packageVersion } from '../runtime/paths.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { defineCommand } from './command.ts'

export const contractsBuild = defineCommand({
  name: 'contracts build',
  summary: 'Write the JSON Schemas, the AsyncAPI document and the reference pages.',
  flags: z.object({
    check: z.boolean().default(false).describe('Change nothing; fail if a file is not current.'),
  }),
  examples: [
    ['tally contracts build', 'after a change in contracts/'],
    ['tally contracts build --check', 'names the files that differ and ends with 1'],
  ],
  run({ flags }, { terminal }) {
    const goldens = readGoldenEvents(join(packageFolder, 'contracts', 'golden'))
    const files = publishedFiles(packageVersion, goldens)
    return publish({ files, folder: packageFolder, isCheck: flags.check }, terminal)
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

async function write({ path, text }: PublishedFile, folder: string): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
