import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type IndexDefinition } from '../../contracts/index-definition.ts'
import { type Processor } from '../../contracts/processor.ts'
import { type Topic } from '../../contracts/topic.ts'
import { copyFloors } from '../retention/raise-floor.ts'
import { refuseDifferences } from '../setup/finding.ts'
import { type IndexVersion, moveTo, readIndexVersions } from '../setup/index-version.ts'
import { metaIdOf } from '../setup/meta.ts'
import { setUp } from '../setup/setup.ts'
import { lookUntil } from './look-until.ts'
import { planRebuild } from './plan.ts'
import { type VersionStores } from './show-version.ts'

interface OpenOptions {
  readonly admin: KafkaAdmin
  readonly processor: Processor
  readonly topics: readonly Topic[]
  readonly indices: readonly IndexDefinition[]
  readonly signal: AbortSignal
}

type Stores = Pick<VersionStores, 'store' | 'aliases'>

/** An index version that is to be filled. */
export interface OpenedVersion {
  readonly indexVersion: number
  /** Whose workers will be relieved. */
  readonly previous: number
  /** Whether an earlier rebuild had begun it. */
  readonly isResumed: boolean
}

/** How many numbers are passed over because a group of that name has committed. */
const numbersMax = 1000
/** A rebuild that was killed is a member of the group until its session ends. */
const leaveMsMax = 60_000

/**
 * Goes on with the version that an earlier rebuild had begun, or makes the next one: indices and
 * templates that are not behind the aliases, then the meta document.
 *
 * @param how with `isAnew`, what an earlier rebuild had begun is given up
 * @throws PipelineError `setup.differs` for what a rebuild cannot mend, such as another count of
 * partitions; `rebuild.not-relieved` when another rebuild runs; of Kafka and Elasticsearch
 */
export async function openVersion(
  options: OpenOptions,
  stores: Stores,
  how: { readonly isAnew?: boolean } = {},
): Promise<OpenedVersion> {
  const plan = planRebuild(await readIndexVersions(stores.store), options.processor, how)
  const { resumed, live, next } = plan
  const indexVersion = resumed?.version ?? (await unusedFrom(next, options))
  await requireNoMembers(options, indexVersion)
  for (const version of plan.abandoned) await giveUp(stores, version)
  await makeIndices(options, stores, indexVersion)
  // Where Elasticsearch knows of none, the group before has what was read before it was emptied.
  const previous = live?.version ?? indexVersion - 1
  await copyFloors(stores.store, { from: previous, to: indexVersion })
  return { indexVersion, previous, isResumed: resumed !== undefined }
}

/** Templates and indices that are not behind the aliases, and the meta document. */
async function makeIndices(
  { admin, topics, indices, processor: fold }: OpenOptions,
  { store }: Pick<Stores, 'store'>,
  indexVersion: number,
): Promise<void> {
  const wanted = { topics, indices, fold, indexVersion, state: 'building' } as const
  const findings = await setUp({ admin, store }, wanted)
  const then = 'run `tally rebuild` again'
  refuseDifferences(findings, { servers: 'a rebuild needs them', then })
}

/** The number of a group that has read nothing: after Elasticsearch was emptied, groups remain. */
async function unusedFrom(first: number, { admin, processor }: OpenOptions): Promise<number> {
  for (let number = first; number < first + numbersMax; number += 1) {
    const commits = await Promise.all(
      processor.topics.map(({ name }) => admin.groupOffsets(metaIdOf(number), name)),
    )
    if (commits.flat().every(({ offset }) => offset === undefined)) return number
  }
  throw new PipelineError({
    code: 'setup.differs',
    message: `Each of the groups ${metaIdOf(first)} to ${metaIdOf(first + numbersMax - 1)} has committed offsets: expected one that has not.`,
    action:
      'Delete groups that nobody uses any more (kafka-consumer-groups.sh --delete --group …).',
  })
}

async function requireNoMembers(
  { admin, signal }: OpenOptions,
  indexVersion: number,
): Promise<void> {
  const group = metaIdOf(indexVersion)
  const isFree = async () => (await admin.groupMembers(group)) === 0 || undefined
  const tooLate = () =>
    new PipelineError({
      code: 'rebuild.not-relieved',
      message: `Consumer group ${group} has members: another rebuild fills index version ${indexVersion}.`,
      action: 'Let that one finish, or stop it; then run `tally rebuild` again.',
      context: { indexVersion },
    })
  await lookUntil(isFree, { signal, everyMs: 1000, deadlineMs: leaveMsMax, tooLate })
}

/** Nobody will ever read it; its number is not used again. */
async function giveUp({ store, aliases }: Stores, version: IndexVersion): Promise<void> {
  await moveTo(store, version, 'retired')
  await aliases.drop(version.version)
}
