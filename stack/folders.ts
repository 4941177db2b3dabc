import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../runtime/paths.ts'
import { type StackSettings } from '../runtime/settings.ts'

/** Where everything of one stack lies; all of it below `settings.folder`, the jars perhaps not. */
export interface StackFolders {
  readonly root: string
  readonly kafkaData: string
  readonly elasticsearchData: string
  /** Written anew at each start from `stack/config/`. */
  readonly config: string
  readonly logs: string
  readonly lock: string
  /** Emptied at each start: what a killed JVM left there is of no use. */
  readonly temporary: string
  readonly stateFile: string
  readonly jars: string
}

export function stackFolders(settings: StackSettings): StackFolders {
  const root = settings.folder
  return {
    root,
    kafkaData: join(root, 'data', 'kafka'),
    elasticsearchData: join(root, 'data', 'elasticsearch'),
    config: join(root, 'config'),
    logs: join(root, 'logs'),
    lock: join(root, 'lock'),
    temporary: join(root, 'temporary'),
    stateFile: join(root, 'state.json'),
    jars: settings.jarsFolder,
  }
}

/** Makes the folders that a start writes to. */
export async function makeFolders({ temporary, config, logs }: StackFolders): Promise<void> {
  await rm(temporary, { recursive: true, force: true })
  for (const folder of [temporary, config, logs]) await mkdir(folder, { recursive: true })
}

/** A file that ships with this package: the pom, a launcher source, a configuration template. */
export function shippedFile(...path: readonly string[]): string {
  return join(packageFolder, 'stack', ...path)
}
