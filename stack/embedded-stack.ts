import { type PipelineError } from '../runtime/problem.ts'
import { type StackSettings } from '../runtime/settings.ts'
import { type DetachedKeeper, spawnKeeper } from './detached-keeper.ts'
import { checkDisk } from './disk.ts'
import { followKeeper } from './follow-keeper.ts'
import { stackFolders } from './folders.ts'
import { type Keeper, startKeeper } from './keeper.ts'
import { signalProcess, waitForEnd } from './process-identity.ts'
import { addressesIn, keptState, type StackAddresses } from './status.ts'

interface StartOptions {
  /** The state of the start, to be shown; the same text may come again. */
  readonly onProgress: (text: string) => void
  /** Something that the person should know and that stays true: another port, a restart. */
  readonly onNotice: (text: string) => void
  readonly signal: AbortSignal
}

/** The servers, for as long as this process wants them. */
export interface OpenStack extends StackAddresses {
  /** True when another process keeps the servers; `stop` then leaves them alone. */
  readonly wasRunning: boolean
  /** Resolves, with the reason, if a server cannot be kept running; both have been stopped then. */
  readonly gaveUp: Promise<PipelineError>
  stop(): Promise<void>
}

/**
 * Gives the servers of a folder: those that run, or else new ones in a process of their own, which
 * go on until `stopStack`.
 *
 * @throws PipelineError what is in the way; nothing is left half started then, nor when `signal`
 * is aborted.
 */
export async function ensureStack(
  settings: StackSettings,
  options: Omit<StartOptions, 'onNotice'> & Partial<StartOptions>,
): Promise<StackAddresses> {
  const running = await runningAddresses(settings)
  if (running !== undefined) return running
  // Here too, because a keeper that cannot write cannot tell why either.
  await checkDisk(stackFolders(settings).root)
  const spawned = (await keptState(settings)) ? undefined : await spawnKeeper(settings)
  try {
    return await followKeeper(settings, options, spawned)
  } catch (error) {
    if (options.signal.aborted) await endSpawned(spawned)
    throw error
  }
}

/**
 * Gives the servers of a folder: those that another process keeps, or else new ones as children of
 * this process, which end with it, however it ends.
 *
 * @throws PipelineError what is in the way; nothing is left half started then.
 */
export async function openStack(settings: StackSettings, options: StartOptions): Promise<OpenStack> {
  for (;;) {
    const keeper = await startKeeper(settings, options)
    if (keeper !== undefined) return openOwn(keeper)
    const addresses = await followKeeper(settings, options, undefined)
    if (addresses !== undefined) {
      return { ...addresses, wasRunning: true, gaveUp: never(), stop: () => Promise.resolve() }
    }
  }
}
