import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../runtime/paths.ts'
import { definitions } from './definitions.ts'
import { parseNdjson, type SavedObject, toNdjson } from './saved-object.ts'

/** Where the files are that Kibana imports and the preview reads. */
export const savedObjectsFolder = join(packageFolder, 'dashboards', 'saved-objects')

type Change = 'written' | 'removed' | 'unchanged'

/** What was, or would be, done with one file. */
interface BuiltFile {
  readonly name: string
  readonly change: Change
}

/**
 * Makes the NDJSON files from the definitions.
 *
 * @param isDryRun finds out what would change and leaves the files alone.
 */
export async function buildSavedObjects(
  folder: string = savedObjectsFolder,
  { isDryRun = false }: { isDryRun?: boolean } = {},
): Promise<BuiltFile[]> {
  const wanted = new Map(
    Object.entries(definitions).map(([name, objects]) => [name, toNdjson(objects)]),
  )
  const found = await readFiles(folder)
  const names = [...new Set([...wanted.keys(), ...found.keys()])].sort()
  const files = names.map((name) => ({
    name,
    change: changeOf(found.get(name), wanted.get(name)),
    text: wanted.get(name) ?? '',
  }))
  if (!isDryRun) await apply(folder, files)
  return files.map(({ name, change }) => ({ name, change }))
}

/**
 * Reads every NDJSON file of a folder, as one list.
 *
 * @throws PipelineError `dashboards.invalid` that names file and line.
 */
export async function readSavedObjects(
  folder: string = savedObjectsFolder,
): Promise<SavedObject[]> {
  const files = await readFiles(folder)
  return [...files].flatMap(([name, text]) => parseNdjson(text, name))
}

async function readFiles(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder).catch(() => [])
  const wanted = names.filter((name) => name.endsWith('.ndjson')).sort()
  const texts = wanted.map(
    async (name) => [name, await readFile(join(folder, name), 'utf8')] as const,
  )
  return new Map(await Promise.all(texts))
}

function changeOf(found: string | undefined, wanted: string | undefined): Change {
  if (wanted === undefined) return 'removed'
  return found === wanted ? 'unchanged' : 'written'
}

async function apply(
  folder: string,
  files: readonly (BuiltFile & { readonly text: string })[],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { name, change, text } of files) {
    if (change === 'written') await writeFile(join(folder, name), text)
    if (change === 'removed') await rm(join(folder, name))
  }
}
