import { PipelineError } from '../runtime/problem.ts'
import { type PartitionStats } from './partition-stats.ts'

/** How long a worker may make no progress; each in ms, by a clock that never goes back. */
export interface WatchdogLimits {
  /** Between two looks. */
  readonly lookMs: number
  /** Nothing taken of a partition that has more, while it could be. */
  readonly notFetchedMs: number
  /** Nothing done of what was taken; longer than the longest wait for an answer of a server. */
  readonly notDoneMs: number
  /** Not let into the group; longer than two rebalances. */
  readonly notJoinedMs: number
}

/** The limits of a watchdog that is to notice a stalled fetch within so many milliseconds. */
export function watchdogLimits(stallMs: number): WatchdogLimits {
  return {
    lookMs: Math.min(5000, Math.ceil(stallMs / 5)),
    notFetchedMs: stallMs,
    notDoneMs: Math.max(3 * stallMs, 180_000),
    notJoinedMs: Math.max(3 * stallMs, 180_000),
  }
}

export const watchdogStates = ['well', 'unknown', 'stalled'] as const
export type WatchdogState = (typeof watchdogStates)[number]

/** What the watchdog sees at one moment. */
export interface Sight {
  /** Of a clock that never goes back. */
  readonly elapsedMs: number
  /** Where partitions end for this reader, by `nameOfPartition`; undefined when Kafka does not say. */
  readonly ends: ReadonlyMap<string, number> | undefined
  readonly partitions: readonly PartitionStats[]
  readonly isMember: boolean
  /** Whether records may be handed over: not with a full backlog, nor before a throttle allows it. */
  readonly hasRoom: boolean
  /** Whether it waits for something and has said so. */
  readonly isInTrouble: boolean
}

/** How a partition is called among the ends of partitions. */
export function nameOfPartition({
  topic,
  partition,
}: Pick<PartitionStats, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`
}

/**
 * Tells a worker that stands still from one that waits rightly.
 *
 * It looks at progress per partition, and not at heartbeats or fetches, because those of kafkajs go
 * on while a partition is not read any more (kafkajs#1616). Time counts only between two looks that
 * both saw a worker which should have got on, and of a long pause between them (a garbage
 * collection, a machine that slept) no more than of two looks.
 */
export class Watchdog {
  readonly #limits: WatchdogLimits
  #lastLookMs: number | undefined
  #state: WatchdogState = 'unknown'
  #notJoinedMs = 0
  #tracks: ReadonlyMap<string, Track> = new Map()

  constructor(limits: WatchdogLimits) {
    this.#limits = limits
  }

  get state(): WatchdogState {
    return this.#state
  }

  /** To be called every `lookMs` or so. @returns what is to be said of a worker that is stalled */
  look(sight: Sight): PipelineError | undefined {
    const passedMs = this.#passedMs(sight)
    this.#trackPartitions(sight, passedMs)
    const mayExpectToJoin = !sight.isMember && !sight.isInTrouble && sight.ends !== undefined
    this.#notJoinedMs = mayExpectToJoin ? this.#notJoinedMs + passedMs : 0
    const stall = this.#stall(sight)
    if (stall !== undefined) this.#state = 'stalled'
    else this.#state = sight.ends === undefined ? 'unknown' : 'well'
    return stall
  }

  #passedMs({ elapsedMs }: Sight): number {
    const passedMs = elapsedMs - (this.#lastLookMs ?? elapsedMs)
    this.#lastLookMs = elapsedMs
    return Math.min(passedMs, 2 * this.#limits.lookMs)
  }

  /** Amid a rejoin, nothing is forgotten: a consumer that begins anew and anew makes no progress. */
  #trackPartitions(sight: Sight, passedMs: number): void {
    if (!sight.isMember) return
    this.#tracks = new Map(
      sight.partitions.map((partition) => {
        const name = nameOfPartition(partition)
        return [name, trackOf(this.#tracks.get(name), partition, { sight, passedMs })]
      }),
    )
  }

  #stall(sight: Sight): PipelineError | undefined {
    const { notFetchedMs, notDoneMs, notJoinedMs } = this.#limits
    for (const partition of sight.isMember ? sight.partitions : []) {
      const name = nameOfPartition(partition)
      const track = this.#tracks.get(name)
      if (track === undefined) continue
      if (track.notFetchedMs >= notFetchedMs) {
        return notFetched(partition, track.notFetchedMs, sight.ends?.get(name))
      }
      if (track.notDoneMs >= notDoneMs) return notDone(partition, track.notDoneMs)
    }
    return this.#notJoinedMs >= notJoinedMs ? notJoined(this.#notJoinedMs) : undefined
  }
}

/** One partition, and how long it has not got on. */
interface Track {
  readonly position: number
  readonly doneCount: number
  readonly notFetchedMs: number
  readonly notDoneMs: number
}

function trackOf(
  before: Track | undefined,
  partition: PartitionStats,
  { sight, passedMs }: { readonly sight: Sight; readonly passedMs: number },
): Track {
  const { position, doneCount } = partition
  if (before === undefined) return { position, doneCount, notFetchedMs: 0, notDoneMs: 0 }
  // After a rejoin it may stand further back, which is no progress.
  const isFetching = position > before.position || !shouldFetch(partition, sight)
  const isDoing = doneCount !== before.doneCount || !shouldDo(partition, sight)
  return {
    position,
    doneCount,
    notFetchedMs: isFetching ? 0 : before.notFetchedMs + passedMs,
    notDoneMs: isDoing ? 0 : before.notDoneMs + passedMs,
  }
}

/** Troubles with Kafka do not count: it is asked where the log ends, and answers. */
function shouldFetch(partition: PartitionStats, { ends, hasRoom }: Sight): boolean {
  const end = ends?.get(nameOfPartition(partition))
  return end !== undefined && partition.position < end && !partition.isPaused && hasRoom
}

function shouldDo({ position, committed }: PartitionStats, { isInTrouble }: Sight): boolean {
  return committed < position && !isInTrouble
}

const action =
  'Nothing is lost: a supervisor starts the worker again (exit status 70). If that happens again and again, docs/how-to/watch-a-worker.md says where to look.'

function notFetched(
  { topic, partition, position }: PartitionStats,
  ms: number,
  end = position,
): PipelineError {
  const seconds = Math.round(ms / 1000)
  return new PipelineError({
    code: 'worker.stalled',
    message: `Partition ${partition} of ${topic} stands at offset ${position} and goes on to ${end}, but nothing of it has come for ${seconds} s, though there is room.`,
    action,
    context: { why: 'not-fetched', topic, partition, position, end, seconds },
  })
}

function notDone(
  { topic, partition, position, committed }: PartitionStats,
  ms: number,
): PipelineError {
  const seconds = Math.round(ms / 1000)
  return new PipelineError({
    code: 'worker.stalled',
    message: `Partition ${partition} of ${topic} was taken up to offset ${position} and is committed up to ${committed}, but nothing of it has been done for ${seconds} s, though nothing is waited for.`,
    action,
    context: { why: 'not-done', topic, partition, position, committed, seconds },
  })
}

function notJoined(ms: number): PipelineError {
  const seconds = Math.round(ms / 1000)
  return new PipelineError({
    code: 'worker.stalled',
    message: `The worker has not been let into its group for ${seconds} s, though Kafka answers.`,
    action,
    context: { why: 'not-joined', seconds },
  })
}
