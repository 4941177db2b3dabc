import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type PublishedFile } from '../contracts/publish/file.ts'
import { publishedFiles } from '../contracts/publish/published-files.ts'
import { packageFolder, packageVersion } from '../runtime/paths.ts'
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
  async run({ flags }, { terminal }) {
    const outdated = await outdatedFiles()
    for (const file of outdated) {
      if (!flags.check) await write(file)
      terminal.print(`${flags.check ? 'differs' : 'written'}  ${file.path}`)
    }
    if (outdated.length === 0) terminal.say('Every file is as the contracts say.')
    if (outdated.length === 0 || !flags.check) return 0
    terminal.say('Run `npx tally contracts build` and commit what it writes.')
    return 1
  },
})

async function outdatedFiles(): Promise<PublishedFile[]> {
  const checked = await Promise.all(
    publishedFiles(packageVersion).map(async (file) => {
      const committed = await readFile(join(packageFolder, file.path), 'utf8').catch(() => '')
      return committed === file.text ? [] : [file]
    }),
  )
  return checked.flat()
}

async function write({ path, text }: PublishedFile): Promise<void> {
  const file = join(packageFolder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
