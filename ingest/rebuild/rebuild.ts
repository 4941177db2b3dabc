import { type IndexDefinition } from '../../contracts/index-definition.ts'
import { type Processor } from '../../contracts/processor.ts'
import { type Topic } from '../../contracts/topic.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { type KafkaConnection } from '../../runtime/kafka/connection.ts'
import { type Log } from '../../runtime/log.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { readIndexVersions } from '../setup/index-version.ts'
import { Crew } from './crew.ts'
import { fill, type Progress } from './fill.ts'
import { handOver } from './handover.ts'
import { openVersion, type OpenedVersion } from './open-version.ts'
import { createVersionStores, finishHandover, type VersionStores } from './show-version.ts'

export interface RebuildOptions {
  readonly connection: KafkaConnection
  readonly admin: KafkaAdmin
  /** The client must not retry by itself. */
  readonly elasticsearch: { readonly client: ElasticsearchClient; readonly url: string }
  readonly processor: Processor
  /** All topics and indices, those of dead letters and meta documents too. */
  readonly topics: readonly Topic[]
  readonly indices: readonly IndexDefinition[]
  readonly workers: number
  /** Of all workers together, at most; as many as come when it is undefined. */
  readonly recordsPerSecond: number | undefined
  /** Whether versions that are replaced are deleted. */
  readonly dropOld: boolean
  readonly log: Log
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Told what is waited for while the new version takes over. */
  readonly onStep: (text: string) => void
  readonly onNotice: (text: string) => void
}

export interface RebuildReport {
  /** The one that is live now. */
  readonly indexVersion: number
  /** Whether an earlier rebuild had begun it. */
  readonly isResumed: boolean
  /** Records of the log, when it became live. */
  readonly records: number
  readonly seconds: number
  /** How long the aliases stood still, because no worker filled what they showed. */
  readonly handoverSeconds: number
  /** Indices that were deleted. */
  readonly dropped: readonly string[]
}

/**
 * Folds the log into the next index version, beside the live one, and lets it take over. Through
 * the aliases no document is missing or doubled at any moment.
 *
 * Every step is idempotent, so whenever it is interrupted, the next call goes on. At its end no
 * worker of its own runs: those that worked for the old version go on with the new one.
 *
 * @throws the reason of the signal; PipelineError `setup.differs` when the log itself is not as it
 * must be; `rebuild.not-relieved`; of Kafka and Elasticsearch
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildReport> {
  const beganAt = performance.now()
  const stores = createVersionStores(options.elasticsearch, options.indices)
  await finishHandover(stores, options.processor)
  const opened = await openVersion(options, stores)
  const filled = await fillAndHandOver(options, stores, opened)
  await finishHandover(stores, options.processor)
  return {
    indexVersion: filled.indexVersion,
    isResumed: opened.isResumed,
    records: filled.records,
    seconds: secondsSince(beganAt),
    handoverSeconds: secondsSince(filled.handoverAt),
    dropped: options.dropOld ? await dropReplaced(options, stores, filled.indexVersion) : [],
  }
}

interface Filled {
  readonly indexVersion: number
  readonly records: number
  readonly handoverAt: number
}

/** A version that was begun on another log is given up, once, for a new one. */
async function fillAndHandOver(
  options: RebuildOptions,
  stores: VersionStores,
  opened: OpenedVersion,
): Promise<Filled> {
  try {
    return await fillOnce(options, stores, opened)
  } catch (error) {
    if (!opened.isResumed || !isOfAnotherLog(error)) throw error
    options.onNotice(`${error.message} Index version ${opened.indexVersion} is given up, and a new one begun.`) // prettier-ignore
    return fillOnce(options, stores, await openVersion(options, stores, { isAnew: true }))
  }
}

async function fillOnce(
  options: RebuildOptions,
  stores: VersionStores,
  { indexVersion, previous }: OpenedVersion,
): Promise<Filled> {
  const { processor, signal } = options
  const crew = new Crew({ ...options, indexVersion })
  try {
    const { records } = await fill(crew, options)
    const handoverAt = performance.now()
    const { topics } = processor
    await handOver({ ...options, ...stores, topics, previous, indexVersion, crew, signal })
    return { indexVersion, records, handoverAt }
  } finally {
    await crew.close()
  }
}

function isOfAnotherLog(error: unknown): error is PipelineError {
  const codes = ['log.replaced', 'index.replaced', 'kafka.records-missing']
  return error instanceof PipelineError && codes.includes(error.code)
}

/** Also one that somebody else retires at this moment. */
async function dropReplaced(
  { processor }: RebuildOptions,
  { store, aliases }: VersionStores,
  indexVersion: number,
): Promise<readonly string[]> {
  const versions = await readIndexVersions(store)
  const replaced = versions.filter(
    ({ processor: name, version }) => name === processor.name && version < indexVersion,
  )
  const dropped: string[] = []
  for (const { version } of replaced) dropped.push(...(await aliases.drop(version)))
  return dropped
}

function secondsSince(beganAt: number): number {
  return Math.round((performance.now() - beganAt) / 100) / 10
}
