import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { keyOf } from '../runtime/kafka/places.ts'
import { type LogReader, openLogReader } from '../runtime/kafka/reader.ts'
import { type Assignment } from '../runtime/kafka/record-source.ts'
import { delay } from '../runtime/lifecycle.ts'
import { PipelineError } from '../runtime/problem.ts'
import { identityOf, type LogIdentities, offsetIn, type PartitionOfLog } from './log-identity.ts'
import { indexReplaced, logReplaced } from './log-refusals.ts'
import { type RetryLimits, retryWaitMs } from './retry-wait.ts'

interface LogGuardOptions {
  readonly connection: KafkaConnection
  readonly groupId: string
  readonly identities: LogIdentities
  readonly retry: RetryLimits
  readonly random: () => number
}

interface Inspection {
  readonly signal: AbortSignal
  /** Called at each attempt that failed; it is tried again. */
  readonly onAway: (problem: PipelineError) => void
}

/**
 * Holds the log, the group's commits and the indices against each other: that all three are still
 * those which belong together. A worker that went on regardless would mix two logs in one index, or
 * leave out what the group has read before the index was emptied.
 */
export class LogGuard {
  readonly #options: LogGuardOptions
  /** Partitions whose first record the indices know. */
  readonly #known = new Set<string>()

  constructor(options: LogGuardOptions) {
    this.#options = options
  }

  /**
   * For partitions that have just been assigned. Waits for servers that are away.
   *
   * @throws PipelineError `log.replaced`, `index.replaced` or `setup.differs`; the reason of the
   * signal; what else only a person can mend.
   */
  async inspect(assignments: readonly Assignment[], inspection: Inspection): Promise<void> {
    const { retry, random } = this.#options
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#inspectAll(assignments)
        return
      } catch (error) {
        if (!(error instanceof PipelineError) || !error.retriable) throw error
        inspection.onAway(error)
      }
      await delay(retryWaitMs(retry, attempt, random), inspection.signal)
    }
  }

  /**
   * Lets the indices know with which record a partition begins, before anything of it is committed.
   *
   * @throws PipelineError as `inspect` does, and one that is retriable when a server is away
   */
  async beforeCommit(of: PartitionOfLog): Promise<void> {
    if (this.#known.has(keyOf(of))) return
    const first = await this.#read((reader) => firstOf(reader, of))
    // Nothing but markers so far.
    if (first === undefined) return
    const expected = await this.#options.identities.remember(of, first)
    if (expected !== first) throw logReplaced(of, { expected, found: first })
    this.#known.add(keyOf(of))
  }

  async #inspectAll(assignments: readonly Assignment[]): Promise<void> {
    const knownOf = await this.#options.identities.read()
    await this.#read((reader) =>
      Promise.all(
        assignments.map(async (assignment) => {
          await this.#inspectStart(reader, assignment, knownOf(assignment))
          await inspectCommit(reader, assignment)
        }),
      ),
    )
  }

  async #inspectStart(
    reader: LogReader,
    assignment: Assignment,
    expected: string | undefined,
  ): Promise<void> {
    const { groupId } = this.#options
    const { committed } = assignment
    const found = await firstOf(reader, assignment)
    if (expected !== undefined) {
      if (found !== expected) throw logReplaced(assignment, { expected, found })
      this.#known.add(keyOf(assignment))
      return
    }
    this.#known.delete(keyOf(assignment))
    // A group that has read nothing but markers has filled no index.
    const firstOffset = found === undefined ? undefined : offsetIn(found)
    if (committed === undefined || firstOffset === undefined) return
    if (firstOffset >= committed.offset) return
    throw indexReplaced(assignment, { groupId, committed: committed.offset })
  }

  async #read<Answer>(question: (reader: LogReader) => Promise<Answer>): Promise<Answer> {
    const reader = await openLogReader(this.#options.connection)
    try {
      return await question(reader)
    } finally {
      await reader.close()
    }
  }
}

/**
 * A commit of an older version says nothing of its record, and is believed.
 *
 * @throws PipelineError `log.replaced` when it was made on another log
 */
export async function inspectCommit(
  reader: LogReader,
  assignment: Pick<Assignment, 'topic' | 'partition' | 'committed'>,
): Promise<void> {
  const { topic, partition, committed } = assignment
  const expected = committed?.metadata ?? ''
  const offset = offsetIn(expected)
  if (offset === undefined) return
  const record = await reader.firstFrom({ topic, partition, offset })
  const found = record && identityOf(record)
  if (found !== expected) throw logReplaced(assignment, { expected, found })
}

async function firstOf(
  reader: LogReader,
  { topic, partition }: PartitionOfLog,
): Promise<string | undefined> {
  const record = await reader.firstFrom({ topic, partition, offset: 0 })
  return record && identityOf(record)
}
