import { spawn } from 'node:child_process'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFolder } from '../runtime/paths.ts'
import { PipelineError } from '../runtime/problem.ts'
import { stackEnvironment, type StackSettings } from '../runtime/settings.ts'
import { stackFolders } from './folders.ts'
import { identify, type ProcessIdentity } from './process-identity.ts'

/** A keeper in a process of its own, which goes on when this one ends. */
export interface DetachedKeeper {
  readonly identity: ProcessIdentity | undefined
  readonly logFile: string
  /** Whether it has ended already. */
  hasEnded(): boolean
}

/** Starts `tally stack start --foreground` in the background; it takes the lock itself. */
export async function spawnKeeper(settings: StackSettings): Promise<DetachedKeeper> {
  const { root, logs } = stackFolders(settings)
  // The other process makes up the folder's name from TALLY_HOME.
  if (basename(root) !== 'stack') throw new Error(`${root}: a stack's folder is called "stack"`)
  const program = await compiledTally()
  await mkdir(logs, { recursive: true })
  const logFile = join(logs, 'keeper.log')
  await keepLastLog(logFile)
  const log = await open(logFile, 'a')
  try {
    const child = spawn(process.execPath, [program, 'stack', 'start', '--foreground'], {
      cwd: root,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: stackEnvironment(settings),
    })
    let hasEnded = false
    child.once('error', () => (hasEnded = true))
    child.once('exit', () => (hasEnded = true))
    child.unref()
    const identity = child.pid === undefined ? undefined : await identify(child.pid)
    return { identity, logFile, hasEnded: () => hasEnded }
  } finally {
    await log.close()
  }
}

/** Beside this file when that is compiled; in `dist/` when it runs from its source, in a test. */
async function compiledTally(): Promise<string> {
  const program = import.meta.url.endsWith('.ts')
    ? join(packageFolder, 'dist', 'cli', 'tally.js')
    : fileURLToPath(new URL('../cli/tally.js', import.meta.url))
  try {
    await access(program)
    return program
  } catch (error) {
    throw new PipelineError({
      code: 'stack.start-failed',
      message: `${program} is missing.`,
      action: 'Run `npm run build` first.',
      cause: error,
    })
  }
}

/** What the keeper before said is often why this one is started. */
async function keepLastLog(logFile: string): Promise<void> {
  const last = logFile.replace(/\.log$/, '-1.log')
  try {
    await rm(last, { force: true })
    await rename(logFile, last)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
