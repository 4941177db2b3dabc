import { PipelineError } from '../runtime/problem.ts'
import { type StackSettings } from '../runtime/settings.ts'
import { type DetachedKeeper } from './detached-keeper.ts'
import { stackFolders } from './folders.ts'
import { lockOwner } from './lock.ts'
import { readTail } from './log-tail.ts'
import { pollUntil } from './poll.ts'
import { type ProcessIdentity } from './process-identity.ts'
import { readState, type StackState } from './state.ts'
import { addressesIn, type StackAddresses } from './status.ts'

interface FollowOptions {
  readonly onProgress: (text: string) => void
  readonly onNotice?: (text: string) => void
  readonly signal: AbortSignal
}

/**
 * Waits for the keeper of a stack, in another process, to have both servers running.
 *
 * There is no deadline: a keeper has its own, and a download may take minutes.
 *
 * @param spawned the keeper that this process started and that may not have the lock yet.
 * @returns undefined when that keeper ended because somebody stopped it.
 * @throws PipelineError the keeper's own failure.
 */
export async function followKeeper(
  settings: StackSettings,
  options: FollowOptions,
  spawned?: DetachedKeeper,
): Promise<StackAddresses | undefined> {
  const { lock, stateFile } = stackFolders(settings)
  let followed = spawned?.identity
  let noticesShown = 0
  const outcome = await pollUntil<StackAddresses | 'gone'>(
    async () => {
      const isLate = spawned?.hasEnded() ?? true
      const owner = await lockOwner(lock)
      if (owner === undefined) return isLate ? 'gone' : undefined
      followed = owner
      const state = await readState(stateFile)
      if (state === undefined || !isSame(state.keeper, owner)) return undefined
      options.onProgress(state.progress)
      for (const notice of state.notices.slice(noticesShown)) options.onNotice?.(notice)
      noticesShown = state.notices.length
      return addressesIn(state)
    },
    { deadlineMs: Infinity, signal: options.signal },
  )
  if (outcome !== undefined && outcome !== 'gone') return outcome
  await explainEnd(await readState(stateFile), followed, spawned)
  return undefined
}

/** @throws PipelineError unless the keeper was merely stopped. */
async function explainEnd(
  state: StackState | undefined,
  followed: ProcessIdentity | undefined,
  spawned: DetachedKeeper | undefined,
): Promise<void> {
  const isTold = followed !== undefined && isSame(state?.keeper, followed)
  if (isTold && state?.failure) {
    if (state.failure.code !== 'interrupted') throw new PipelineError(state.failure)
    return
  }
  if (spawned !== undefined && isSame(spawned.identity, followed)) throw await crashed(spawned)
}

/** A keeper that ended without a word in the state: its own log has the bug. */
async function crashed({ logFile }: DetachedKeeper): Promise<PipelineError> {
  const lines = (await readTail(logFile)).trim().split('\n')
  const reason = lines.findLast((line) => /Error\b/.test(line)) ?? lines.at(-1) ?? ''
  return new PipelineError({
    code: 'stack.start-failed',
    message: `The process that keeps the servers ended at once: ${reason.trim()}`,
    action: `All that it said is in ${logFile}`,
  })
}

function isSame(one: ProcessIdentity | undefined, other: ProcessIdentity | undefined): boolean {
  return one?.pid === other?.pid && one?.startedAt === other?.startedAt
}
