import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type StackSettings } from '../runtime/settings.ts'
import { makeClassArchive, needsClassArchive } from './class-archive.ts'
import { planElasticsearch } from './elasticsearch-server.ts'
import { makeFolders, stackFolders, type StackFolders } from './folders.ts'
import { type Jars } from './jars.ts'
import { planKafka } from './kafka-server.ts'

interface Options {
  readonly settings: StackSettings
  readonly folders: StackFolders
  readonly jars: Jars
  readonly java: string
  readonly onProgress: (text: string) => void
  readonly signal: AbortSignal
}

/**
 * Starts and stops both servers once, on data of their own, so that all later starts are faster.
 *
 * @throws the reason of `signal`; no process is left then.
 */
export async function rehearse(options: Options): Promise<void> {
  const { settings, jars, java, signal } = options
  const folder = join(options.folders.temporary, 'rehearsal')
  const folders = stackFolders({ ...settings, folder })
  const plans = [
    planKafka(settings, folders, jars, undefined),
    planElasticsearch(settings, folders, jars, undefined),
  ]
  const isNeeded = await Promise.all(plans.map((plan) => needsClassArchive(plan.classArchive)))
  if (!isNeeded.includes(true)) return
  await makeFolders(folders)
  const ticker = startTicker(options.onProgress)
  try {
    await Promise.all(
      plans
        .filter((_plan, index) => isNeeded[index])
        .map((plan) => makeClassArchive(plan, { java, signal })),
    )
  } finally {
    clearInterval(ticker)
    await rm(folder, { recursive: true, force: true })
  }
}

function startTicker(onProgress: (text: string) => void): NodeJS.Timeout {
  const begunAt = performance.now()
  const show = () => {
    const seconds = Math.round((performance.now() - begunAt) / 1000)
    onProgress(`Rehearsing a start, this once, so that all others are faster… ${seconds} s`)
  }
  show()
  return setInterval(show, 1000)
}
