import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { unlessAborted } from '../../runtime/lifecycle.ts'
import { metaIdOf } from '../setup/meta.ts'
import { type Worker } from '../stream-worker.ts'
import { createWorker, type WorkerOptions } from '../worker.ts'

export interface CrewOptions extends Omit<
  WorkerOptions,
  'producer' | 'groupId' | 'identities' | 'acceptances' | 'recordsPerSecond'
> {
  readonly workers: number
  /** Of all workers together. */
  readonly recordsPerSecond: number | undefined
}

/** How far the workers are. */
export interface Position {
  /** Records of the log that were taken and are durable. */
  readonly done: number
  /** Records that the log holds. */
  readonly of: number
  /** Whether every partition has a worker. */
  readonly isComplete: boolean
}

/**
 * Workers that fill an index version in this process.
 *
 * They append nothing to `tally.dead-letters`: up to the handover the live workers do that, and
 * from there on those of the new version. Nor do they ever pause for dead letters: the live workers
 * did, and somebody has accepted these.
 */
export class Crew {
  readonly #workers: readonly Worker[]
  readonly #stopping = new AbortController()
  readonly #failed = new AbortController()
  readonly #ended: Promise<unknown>

  constructor({ workers: count, recordsPerSecond, ...options }: CrewOptions) {
    this.#workers = Array.from({ length: count }, () =>
      createWorker({
        ...options,
        producer: { send: () => Promise.resolve() },
        groupId: metaIdOf(options.indexVersion),
        recordsPerSecond: recordsPerSecond && recordsPerSecond / count,
      }),
    )
    const runs = this.#workers.map((worker) => worker.run(this.#stopping.signal))
    this.#ended = Promise.all(
      runs.map((run) =>
        run.catch((error: unknown) => {
          this.#failed.abort(error)
        }),
      ),
    )
  }

  /** What is asked, unless a worker has failed. @throws what that worker has thrown */
  unlessFailed<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return unlessAborted(answer, this.#failed.signal)
  }

  async position(
    admin: Pick<KafkaAdmin, 'offsetsOf'>,
    topics: readonly string[],
  ): Promise<Position> {
    const ends = (await Promise.all(topics.map((topic) => admin.offsetsOf(topic)))).flat()
    const records = ends.reduce((sum, { start, end }) => sum + end - start, 0)
    const taken = this.#workers.flatMap((worker) => worker.stats().partitions)
    const starts = ends.reduce((sum, { start }) => sum + start, 0)
    const positions = taken.reduce((sum, { position }) => sum + position, 0)
    const waiting = this.#workers.reduce((sum, worker) => sum + worker.stats().recordsWaiting, 0)
    const isComplete = taken.length === ends.length
    return { done: isComplete ? positions - starts - waiting : 0, of: records, isComplete }
  }

  /** What keeps workers from going on. */
  get troubles(): readonly string[] {
    return this.#workers.flatMap((worker) => worker.stats().troubles.map(({ what }) => what))
  }

  /**
   * Resolves when everything that was taken is committed and the group is left.
   *
   * @throws what a worker has thrown
   */
  async stop(): Promise<void> {
    await this.close()
    this.#failed.signal.throwIfAborted()
  }

  /** The same, for who is not interested in failures. Idempotent. */
  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#ended
  }
}
