import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PipelineError } from '../runtime/problem.ts'
import { type StackSettings } from '../runtime/settings.ts'
import { withDiskProblems } from './disk.ts'
import { stackFolders, type StackFolders } from './folders.ts'
import { endLeftovers } from './leftovers.ts'
import { acquireLock, lockOwner } from './lock.ts'
import { pollUntil } from './poll.ts'
import { type ProcessIdentity, signalProcess, waitForEnd } from './process-identity.ts'
import { readState } from './state.ts'

/** A keeper needs at most 10 s for its servers; `tally demo` stops its worker first. */
const keeperDeadlineMs = 25_000

/**
 * Stops the servers of a folder and the process that keeps them.
 *
 * @returns whether there was anything to stop.
 * @throws PipelineError `stack.stop-failed` when this very process keeps them.
 */
export async function stopStack(
  settings: StackSettings,
  onProgress: (text: string) => void = () => undefined,
): Promise<boolean> {
  const folders = stackFolders(settings)
  const owner = await lockOwner(folders.lock)
  if (owner?.pid === process.pid) throw isOwnKeeper(owner)
  if (owner !== undefined) await stopKeeper(folders, owner, onProgress)
  await endLeftovers(await readState(folders.stateFile), onProgress)
  return owner !== undefined
}

/**
 * Deletes data, logs and configuration of the servers; the jars stay.
 *
 * @throws PipelineError `stack.busy` while they run.
 */
export async function resetStack(settings: StackSettings): Promise<void> {
  const folders = stackFolders(settings)
  await withDiskProblems(folders.root, async () => {
    const attempt = await acquireLock(folders.lock)
    if (!attempt.ok) throw stillRunning(settings, attempt.owner)
    try {
      await endLeftovers(await readState(folders.stateFile), () => undefined)
      await deleteAllButJars(folders)
    } finally {
      await attempt.lock.release()
    }
  })
}

async function stopKeeper(
  folders: StackFolders,
  owner: ProcessIdentity,
  onProgress: (text: string) => void,
): Promise<void> {
  onProgress('Stopping Kafka and Elasticsearch…')
  await signalProcess(owner, 'SIGTERM')
  const isDone = await pollUntil(
    async () => ((await lockOwner(folders.lock))?.pid === owner.pid ? undefined : true),
    { deadlineMs: keeperDeadlineMs, intervalMs: 50 },
  )
  if (isDone) return
  await signalProcess(owner, 'SIGKILL')
  if (await waitForEnd(owner, 2_000)) return
  throw new PipelineError({
    code: 'stack.stop-failed',
    message: `Process ${owner.pid}, which keeps the servers, cannot be ended.`,
    action: `Check that it is yours: \`ps -o user,stat,args ${owner.pid}\``,
  })
}

async function deleteAllButJars(folders: StackFolders): Promise<void> {
  const doomed = [
    dirname(folders.kafkaData),
    folders.config,
    folders.logs,
    folders.temporary,
    folders.stateFile,
  ]
  for (const path of doomed) await rm(path, { recursive: true, force: true })
}

function isOwnKeeper({ pid }: ProcessIdentity): PipelineError {
  return new PipelineError({
    code: 'stack.stop-failed',
    message: `The servers belong to this process (${pid}), which wants to go on.`,
    action: 'Call `stop` of what `openStack` returned.',
  })
}

function stillRunning(settings: StackSettings, owner: ProcessIdentity | undefined): PipelineError {
  return new PipelineError({
    code: 'stack.busy',
    message: `The servers of ${settings.folder} run (kept by process ${owner?.pid ?? '?'}).`,
    action: 'Run `tally stack stop` first.',
  })
}
