import { PipelineError } from '../runtime/problem.ts'
import { type StackSettings } from '../runtime/settings.ts'
import { type DetachedKeeper, spawnKeeper } from './detached-keeper.ts'
import { checkDisk } from './disk.ts'
import { followKeeper } from './follow-keeper.ts'
import { stackFolders } from './folders.ts'
import { type Keeper, startKeeper } from './keeper.ts'
import { lockOwner } from './lock.ts'
import { signalProcess, waitForEnd } from './process-identity.ts'
import { addressesIn, keptState, type StackAddresses } from './status.ts'

export { type StackAddresses, stackStatus, type StackStatus } from './status.ts'
export { resetStack, stopStack } from './stop.ts'

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

/** How often a keeper may be stopped by somebody else while this process waits for it. */
const keepersMax = 5

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
  const state = await keptState(settings)
  const running = state && addressesIn(state)
  if (running !== undefined) {
    noticeOtherPorts(settings, running, options.onNotice)
    return running
  }
  const folders = stackFolders(settings)
  // Here too, because a keeper that cannot write cannot tell why either.
  await checkDisk(folders.root)
  for (let keepers = 0; keepers < keepersMax; keepers += 1) {
    const isKept = (await lockOwner(folders.lock)) !== undefined
    const spawned = isKept ? undefined : await spawnKeeper(settings)
    const addresses = await followOrEnd(settings, options, spawned)
    if (addresses !== undefined) return addresses
  }
  throw keepsBeingStopped(folders.root)
}

/**
 * Gives the servers of a folder: those that another process keeps, or else new ones as children of
 * this process, which end with it, however it ends.
 *
 * @throws PipelineError what is in the way; nothing is left half started then.
 */
export async function openStack(
  settings: StackSettings,
  options: StartOptions,
): Promise<OpenStack> {
  for (let keepers = 0; keepers < keepersMax; keepers += 1) {
    const keeper = await startKeeper(settings, options)
    if (keeper !== undefined) return openOwn(keeper)
    const addresses = await followKeeper(settings, options)
    if (addresses !== undefined) return openOther(addresses)
  }
  throw keepsBeingStopped(settings.folder)
}

/**
 * Starts the servers as children of this process and keeps them until `signal` is aborted.
 *
 * @throws PipelineError `stack.busy` when another process keeps them already, or why they could
 * not be kept.
 */
export async function keepStack(
  settings: StackSettings,
  options: StartOptions & { readonly onReady: (addresses: StackAddresses) => void },
): Promise<void> {
  const keeper = await startKeeper(settings, options)
  if (keeper === undefined) throw await alreadyKept(settings)
  options.onReady(addressesOf(keeper))
  const problem = await Promise.race([keeper.gaveUp, aborted(options.signal)])
  await keeper.stop()
  if (problem !== undefined) throw problem
}

/** Servers that run are not moved; whoever asked for other ports must know. */
function noticeOtherPorts(
  { kafkaPort, elasticsearchPort }: StackSettings,
  { kafka, elasticsearch }: StackAddresses,
  onNotice?: (text: string) => void,
): void {
  const asked = [kafkaPort, elasticsearchPort]
  const addresses = [...kafka.brokers, elasticsearch.url]
  const differs = asked.some(
    (port, index) => port !== undefined && !addresses[index]?.endsWith(`:${port}`),
  )
  if (!differs) return
  onNotice?.('The servers run already, on other ports than asked for: `tally stack stop` first.')
}

async function followOrEnd(
  settings: StackSettings,
  options: Omit<StartOptions, 'onNotice'> & Partial<StartOptions>,
  spawned: DetachedKeeper | undefined,
): Promise<StackAddresses | undefined> {
  try {
    return await followKeeper(settings, options, spawned)
  } catch (error) {
    if (options.signal.aborted && spawned?.identity !== undefined) {
      await signalProcess(spawned.identity, 'SIGTERM')
      await waitForEnd(spawned.identity, 12_000)
    }
    throw error
  }
}

function openOwn(keeper: Keeper): OpenStack {
  return {
    ...addressesOf(keeper),
    wasRunning: false,
    gaveUp: keeper.gaveUp,
    stop: () => keeper.stop(),
  }
}

function openOther(addresses: StackAddresses): OpenStack {
  return {
    ...addresses,
    wasRunning: true,
    gaveUp: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  }
}

function addressesOf(keeper: Keeper): StackAddresses {
  const addresses = addressesIn(keeper.state)
  if (addresses === undefined) throw new Error('a keeper that has started has addresses')
  return addresses
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => {
      resolve(undefined)
    })
  })
}

async function alreadyKept(settings: StackSettings): Promise<PipelineError> {
  const owner = await lockOwner(stackFolders(settings).lock)
  return new PipelineError({
    code: 'stack.busy',
    message: `Process ${owner?.pid ?? '?'} keeps the servers of ${settings.folder} already.`,
    action: 'Use those, or run `tally stack stop` first.',
  })
}

function keepsBeingStopped(folder: string): PipelineError {
  return new PipelineError({
    code: 'stack.busy',
    message: `Somebody stops the servers of ${folder} again and again while they are waited for.`,
    action: 'Find out who runs `tally stack stop` there.',
  })
}
