import { EpochMs } from '../../contracts/time.ts'
import { type Topic } from '../../contracts/topic.ts'
import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { delay } from '../../runtime/lifecycle.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type AliasStore } from '../rebuild/alias-store.ts'
import { type IndexVersion, liveVersionOf, readIndexVersions, type VersionStore } from '../setup/index-version.ts' // prettier-ignore
import { type Fold, metaIdOf } from '../setup/meta.ts'
import { floorKeeping, floorsIn, isBelow, latestFloor } from './floors.ts'
import { raiseFloor } from './raise-floor.ts'

export interface RetentionOptions {
  readonly admin: Pick<KafkaAdmin, 'offsetsOf' | 'groupOffsets'>
  readonly store: VersionStore
  readonly aliases: Pick<AliasStore, 'indices' | 'count' | 'deleteIndices'>
  readonly fold: Pick<Fold, 'name'>
  readonly topics: readonly Pick<Topic, 'name'>[]
  /** Whole months that are kept, before the one that is running. */
  readonly keepMonths: number
  /** From the raising of a floor to the deletion; how much clocks may differ is half of it. */
  readonly noticeMs: number
  readonly now: () => EpochMs
  readonly signal: AbortSignal
  /** Told what is waited for. */
  readonly onStep: (text: string) => void
}

/** What is deleted, or would be. */
export interface RetentionReport {
  readonly indexVersion: number
  readonly floor: string
  readonly isRaised: boolean
  readonly indices: readonly { readonly name: string; readonly documents: number }[]
}

/** How long workers may take to have done what was appended before a floor. */
const catchUpMsMax = 10 * 60_000
const everyMs = 500

/** Says what `enforceRetention` would do. Reads only. @throws PipelineError as it does */
export async function planRetention(options: RetentionOptions): Promise<RetentionReport> {
  const live = await liveVersion(options)
  const known = latestFloor(floorsIn(live.document.source))
  const wanted = floorKeeping(options.keepMonths, options.now())
  const floor = known > wanted ? known : wanted
  const indices = await countBelow(options, live.version, floor)
  // Where there is nothing to delete, there is nothing to give notice of.
  return {
    indexVersion: live.version,
    floor,
    isRaised: floor > known && indices.length > 0,
    indices,
  }
}

/**
 * Raises the floor, gives workers notice, and deletes the months below it.
 *
 * The floor is for records that are appended from the middle of the notice on. Workers look it up
 * every few seconds, before they fold; so when such a record comes, each of them knows, whether it
 * was running, away or frozen meanwhile. Deleted is only after the group has committed everything
 * that was appended before: from then on no repetition is looked for in these months. Interrupted,
 * it is to be run again; what a late writer has made again of a month is deleted by the next run.
 *
 * @throws PipelineError `retention.not-ready` when the group does not get that far, or a rebuild
 * takes over; of Kafka and Elasticsearch; the reason of the signal
 */
export async function enforceRetention(options: RetentionOptions): Promise<RetentionReport> {
  const { store, fold, noticeMs, now, aliases } = options
  const plan = await planRetention(options)
  const { floor, indexVersion } = plan
  if (plan.indices.length === 0) return plan
  if (plan.isRaised) {
    const from = EpochMs.parse(Math.round(now() + noticeMs / 2))
    await raiseFloor(store, fold, { floor, from })
  }
  await untilNobodyLooks(options)
  const live = await liveVersion(options)
  if (live.version !== indexVersion) throw versionChanged(indexVersion)
  // What has been raised, by this run or by an earlier one; nothing above it.
  const raised = latestFloor(floorsIn(live.document.source))
  const indices = await countBelow(options, indexVersion, raised)
  await aliases.deleteIndices(indices.map(({ name }) => name))
  return { ...plan, floor: raised, indices }
}

/** Waits for the end of the notice, and for the group to have done what came before it. */
async function untilNobodyLooks(options: RetentionOptions): Promise<void> {
  const { now, noticeMs, signal, onStep } = options
  const live = await liveVersion(options)
  const from = floorsIn(live.document.source).at(-1)?.from ?? -Infinity
  for (;;) {
    const leftMs = from + noticeMs / 2 - now()
    if (leftMs <= 0) break
    onStep(`Workers take notice of the floor: ${Math.ceil(leftMs / 1000)} s`)
    await delay(Math.min(1000, leftMs), signal)
  }
  await untilCommitted(options, live.version)
}

async function untilCommitted(options: RetentionOptions, indexVersion: number): Promise<void> {
  const { admin, topics, signal, onStep, now } = options
  const giveUpAt = now() + catchUpMsMax
  for (const { name } of topics) {
    const ends = await admin.offsetsOf(name)
    for (;;) {
      const commits = await admin.groupOffsets(metaIdOf(indexVersion), name)
      const committed = (partition: number) => commits.find((each) => each.partition === partition)?.offset // prettier-ignore
      const behind = ends.filter(({ partition, start, end }) => (committed(partition) ?? start) < end) // prettier-ignore
      if (behind.length === 0) break
      if (now() >= giveUpAt) throw tooFarBehind(indexVersion, name)
      onStep(`Workers do what was appended before: ${behind.length} partitions of ${name} are behind`) // prettier-ignore
      await delay(everyMs, signal)
    }
  }
}

async function countBelow(
  { aliases }: Pick<RetentionOptions, 'aliases'>,
  indexVersion: number,
  floor: string,
): Promise<RetentionReport['indices']> {
  const names = (await aliases.indices(indexVersion)).filter((name) => isBelow(name, floor)).sort()
  const indices = []
  for (const name of names) indices.push({ name, documents: await aliases.count(name) })
  return indices
}

async function liveVersion({ store, fold }: RetentionOptions): Promise<IndexVersion> {
  const live = liveVersionOf(await readIndexVersions(store), fold)
  if (live?.state === 'live') return live
  throw new PipelineError({
    code: 'retention.not-ready',
    message:
      live === undefined
        ? 'There is no live index version yet: expected one whose months are to be deleted.'
        : `Index version ${live.version} hands over to the next one at this moment.`,
    action:
      live === undefined
        ? 'Run `tally setup` or start a worker.'
        : 'Run the same command again when `tally rebuild` is done.',
  })
}

function versionChanged(indexVersion: number): PipelineError {
  return new PipelineError({
    code: 'retention.not-ready',
    message: `Index version ${indexVersion} was replaced by a rebuild meanwhile; nothing was deleted.`,
    action: 'Run the same command again.',
  })
}

function tooFarBehind(indexVersion: number, topic: string): PipelineError {
  return new PipelineError({
    code: 'retention.not-ready',
    message: `Group ${metaIdOf(indexVersion)} has not committed what ${topic} holds from before the floor within ${catchUpMsMax / 60_000} minutes; nothing was deleted, the floor stays raised.`,
    action:
      'Start workers, or wait until `tally status` says that they are done; then run it again.',
  })
}
