import { type Topic } from '../../contracts/topic.ts'
import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { type KafkaConnection } from '../../runtime/kafka/connection.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { isBelow, latestFloor } from '../retention/floors.ts'
import { copyFloors } from '../retention/raise-floor.ts'
import { type IndexStore } from '../setup/index-store.ts'
import { moveTo, toIndexVersion } from '../setup/index-version.ts'
import { metaIdOf, metaIndex } from '../setup/meta.ts'
import { type AliasStore } from './alias-store.ts'
import { type Crew } from './crew.ts'
import { lookUntil } from './look-until.ts'
import { rewind } from './rewind.ts'
import { Relief } from './relief.ts'

interface HandoverOptions {
  readonly connection: KafkaConnection
  readonly admin: KafkaAdmin
  readonly store: IndexStore
  readonly aliases: AliasStore
  readonly topics: readonly Topic[]
  /** Whose workers are relieved. */
  readonly previous: number
  readonly indexVersion: number
  readonly crew: Pick<Crew, 'unlessFailed' | 'stop'>
  readonly signal: AbortSignal
  /** Told what is waited for, in a few words. */
  readonly onStep: (text: string) => void
}

const everyMs = 250
/** A worker that was killed is a member until its session ends. */
const leaveMsMax = 90_000
const catchUpMsMax = 120_000

/**
 * Makes the new version live. Its indices then hold everything that the old ones ever showed: the
 * old workers have left before the end of the log is looked up that the new ones must reach.
 *
 * Whatever fails before the last step, the old version goes on.
 *
 * @throws PipelineError `rebuild.not-relieved` when workers do not leave, or new ones do not reach
 * the end in time; of Kafka or Elasticsearch; what a worker of the crew throws
 */
export async function handOver(options: HandoverOptions): Promise<void> {
  const { store, aliases, previous, indexVersion, crew, signal, onStep } = options
  const relief = new Relief(store, previous)
  const look = { signal, everyMs }
  try {
    onStep(`The workers of index version ${previous} leave`)
    await relief.begin()
    const renewed = <Answer>(question: () => Promise<Answer | undefined>) =>
      crew.unlessFailed(relief.renew().then(question))
    const left = () => renewed(() => hasLeft(options, previous))
    await lookUntil(left, { ...look, deadlineMs: leaveMsMax, tooLate: () => membersLeft(previous) })
    onStep(`Index version ${indexVersion} reaches the end of the log`)
    const ends = await endsOf(options)
    const reached = () => renewed(() => hasReached(options, ends))
    await lookUntil(reached, { ...look, deadlineMs: catchUpMsMax, tooLate: () => tooSlow(indexVersion) }) // prettier-ignore
    onStep(`Index version ${indexVersion} takes over`)
    await crew.stop()
    await relief.renew()
    // A coordinator may need a moment to notice that its members have left.
    const isEmpty = () => relief.renew().then(() => hasLeft(options, indexVersion))
    const stillThere = () => membersLeft(indexVersion)
    await lookUntil(isEmpty, { ...look, deadlineMs: leaveMsMax, tooLate: stillThere })
    await rewind(options)
    await forgetMonths(options)
    await aliases.refresh(indexVersion)
    await relief.renew()
    await promote(options)
  } catch (error) {
    // Without a sign of life it goes on by itself, should this fail too.
    await relief.withdraw().catch(() => undefined)
    throw error
  }
}

/**
 * The new version was filled with every month, as old events and their repetitions are only told
 * apart by their documents; those that the old version has deleted must not come back with the swap.
 */
async function forgetMonths(options: HandoverOptions): Promise<void> {
  const { store, aliases, previous, indexVersion } = options
  const floors = await copyFloors(store, { from: previous, to: indexVersion })
  const left = new Set((await aliases.indices(previous)).map(withoutVersion))
  const isForgotten = (name: string) =>
    isBelow(name, latestFloor(floors)) && !left.has(withoutVersion(name))
  await aliases.deleteIndices((await aliases.indices(indexVersion)).filter(isForgotten))
}

function withoutVersion(name: string): string {
  return name.replace(/-v\d+-/, '-')
}

async function hasLeft({ admin }: HandoverOptions, version: number): Promise<true | undefined> {
  return (await admin.groupMembers(metaIdOf(version))) === 0 || undefined
}

type Ends = readonly { readonly topic: string; readonly ends: readonly Place[] }[]
interface Place {
  readonly partition: number
  readonly start: number
  readonly end: number
}

async function endsOf({ admin, topics }: HandoverOptions): Promise<Ends> {
  return Promise.all(
    topics.map(async ({ name }) => ({ topic: name, ends: await admin.offsetsOf(name) })),
  )
}

async function hasReached(
  { admin, indexVersion }: HandoverOptions,
  ends: Ends,
): Promise<true | undefined> {
  for (const { topic, ends: places } of ends) {
    const commits = await admin.groupOffsets(metaIdOf(indexVersion), topic)
    const isBehind = ({ partition, start, end }: Place) =>
      (commits.find((commit) => commit.partition === partition)?.offset ?? start) < end
    if (places.some(isBehind)) return undefined
  }
  return true
}

/** The one write that decides which version is live. */
async function promote({ store, indexVersion }: HandoverOptions): Promise<void> {
  const document = await store.findDocument(metaIndex, metaIdOf(indexVersion))
  const version = document && toIndexVersion(document)
  if (version?.state !== 'building' || !(await moveTo(store, version, 'live')))
    throw lost(indexVersion)
}

function membersLeft(version: number): PipelineError {
  return new PipelineError({
    code: 'rebuild.not-relieved',
    message: `Consumer group ${metaIdOf(version)} still has members: expected none while index versions change.`,
    action:
      'Stop what reads with this group, then run `tally rebuild` again: it goes on where it was.',
    context: { version },
  })
}

function tooSlow(version: number): PipelineError {
  return new PipelineError({
    code: 'rebuild.not-relieved',
    message: `Index version ${version} has not reached the end of the log within ${catchUpMsMax / 1000} s; the old version goes on.`,
    action: 'Run `tally rebuild` again, when there is less load or with a higher --rate.',
    context: { version },
  })
}

function lost(version: number): PipelineError {
  return new PipelineError({
    code: 'rebuild.not-relieved',
    message: `Somebody else has changed the meta document of index version ${version}.`,
    action: 'Run one `tally rebuild` at a time; the next one goes on where this one was.',
    context: { version },
  })
}
