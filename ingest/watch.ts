import { type ReadableEnds } from '../runtime/kafka/readable-ends.ts'
import { type Log } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type Clock } from './clock.ts'
import { type PartitionStats } from './partition-stats.ts'
import { wait } from './wait.ts'
import { type WorkerStats } from './worker-stats.ts'
import {
  nameOfPartition,
  type Sight,
  Watchdog,
  type WatchdogLimits,
  type WatchdogState,
} from './watchdog.ts'

interface WatchOptions {
  /** Asked beside the consumer that is watched. */
  readonly ends: ReadableEnds
  readonly limits: WatchdogLimits
  readonly clock: Clock
  readonly log: Log
  /** What the worker knows of itself. */
  readonly sight: () => Pick<WorkerStats, 'isMember' | 'partitions' | 'troubles'> &
    Pick<Sight, 'hasRoom'>
}

/** Lets the watchdog look at a worker again and again. */
export class Watch {
  readonly #options: WatchOptions
  readonly #watchdog: Watchdog
  readonly #closing = new AbortController()
  /** As last told. */
  #ends: ReadonlyMap<string, number> = new Map()

  constructor(options: WatchOptions) {
    this.#options = options
    this.#watchdog = new Watchdog(options.limits)
  }

  get state(): WatchdogState {
    return this.#watchdog.state
  }

  /** The same partitions, with the end that the consumer has not noticed. */
  withEnds(partitions: readonly PartitionStats[]): readonly PartitionStats[] {
    return partitions.map((partition) => {
      const end = this.#ends.get(nameOfPartition(partition)) ?? 0
      return { ...partition, highWatermark: Math.max(partition.highWatermark, end) }
    })
  }

  /** Resolves with what is to be said, when the worker is stalled; never otherwise, once closed. */
  async untilStalled(): Promise<PipelineError> {
    const { limits, clock, log, sight } = this.#options
    const { signal } = this.#closing
    for (;;) {
      await wait(limits.lookMs, signal)
      // A consumer that has come further since is no matter: the end is asked for first.
      const ends = signal.aborted ? undefined : await this.#readEnds()
      if (signal.aborted) return new Promise(() => undefined)
      const { isMember, partitions, hasRoom, troubles } = sight()
      const isInTrouble = troubles.length > 0
      const elapsedMs = clock.elapsedMs()
      const stall = this.#watchdog.look({ elapsedMs, ends, isMember, partitions, hasRoom, isInTrouble }) // prettier-ignore
      if (stall === undefined) continue
      log.error({ ...stall.context }, stall.message)
      return stall
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#options.ends.close()
  }

  /** A Kafka that does not answer says nothing about the worker. */
  async #readEnds(): Promise<ReadonlyMap<string, number> | undefined> {
    try {
      this.#ends = await this.#options.ends.read()
      return this.#ends
    } catch (error) {
      if (error instanceof PipelineError) return undefined
      throw error
    }
  }
}
