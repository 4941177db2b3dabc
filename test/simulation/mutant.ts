import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../../runtime/paths.ts'

/** A rule of the protocol that is left out. */
export interface Mutation {
  readonly rule: string
  readonly edits: readonly Edit[]
}

/** A piece of the code, and what stands there instead. */
interface Edit {
  /** Within `ingest/`, of the source or of what is compiled from it. */
  readonly file: string
  /** Must stand there exactly once, so that a change of the code cannot make the test vain. */
  readonly find: string
  readonly replace: string
}

/** What the code of the protocol is made of. */
const folders = ['contracts', 'ingest', 'runtime', 'test']

/**
 * Copies the code with a mutation and imports the simulation from the copy.
 *
 * @throws Error when the piece does not stand there exactly once
 */
export async function simulationOf(
  mutation: Mutation,
): Promise<(seed: number) => Promise<readonly string[]>> {
  const { rule, edits } = mutation
  const copy = join(packageFolder, '.tally', 'mutants', rule.replaceAll(/\W+/g, '-'))
  await rm(copy, { recursive: true, force: true })
  await mkdir(copy, { recursive: true })
  for (const folder of folders) {
    await cp(join(packageFolder, folder), join(copy, folder), {
      recursive: true,
      filter: (path) => !path.endsWith('.test.ts') && !path.includes('golden'),
    })
  }
  for (const each of edits) await edit(join(copy, 'ingest'), each)
  const module = (await import(join(copy, 'test/simulation/simulate.ts'))) as {
    simulate: (seed: number) => Promise<readonly string[]>
  }
  await rm(copy, { recursive: true })
  return module.simulate
}

/** @throws Error when the piece does not stand there exactly once */
export async function edit(folder: string, { file, find, replace }: Edit): Promise<void> {
  const path = join(folder, file)
  const source = await readFile(path, 'utf8')
  const places = source.split(find).length - 1
  if (places !== 1) throw new Error(`${file}: expected once, found ${places} times: ${find}`)
  await writeFile(
    path,
    source.replace(find, () => replace),
  )
}
