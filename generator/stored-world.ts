import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { PipelineError } from '../runtime/problem.ts'
import { WorldPlan } from './plan.ts'

/** The file in which a world's plan outlives the process. */
export function worldFile(folder: string): string {
  return join(folder, 'world.json')
}

/**
 * The plan that was stored in a folder, or undefined when there is none.
 *
 * @throws PipelineError `setup.differs` when the file holds something else.
 */
export async function readWorld(folder: string): Promise<WorldPlan | undefined> {
  const text = await readFile(worldFile(folder), 'utf8').catch(undefinedIfMissing)
  if (text === undefined) return undefined
  const parsed = WorldPlan.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new PipelineError({
    code: 'setup.differs',
    message: `${worldFile(folder)} does not hold the plan of a world.`,
    action: 'Delete it together with the events: `tally stack stop && tally stack reset`.',
    cause: parsed.error,
  })
}

/**
 * Stores a plan: the file is the old one or the new one at every moment, and on disk when this
 * resolves. To be called before the first event that follows from the plan is sent.
 */
export async function storeWorld(folder: string, plan: WorldPlan): Promise<void> {
  await mkdir(folder, { recursive: true })
  const path = worldFile(folder)
  const file = await open(`${path}.new`, 'w')
  try {
    await file.writeFile(`${JSON.stringify(plan, undefined, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
