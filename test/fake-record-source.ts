import { type LogRecord } from '../contracts/processor.ts'
import { PipelineError } from '../runtime/problem.ts'
import {
  type Assignment,
  type RecordReceiver,
  type RecordSource,
} from '../runtime/kafka/record-source.ts'

/** A topic of Kafka in memory, with one consumer group and one member: the test moves it. */
export class FakeRecordSource implements RecordSource {
  /** What the group has committed, by partition. */
  readonly committed = new Map<number, number>()
  /** Every commit, in order: partition and offset. */
  readonly commits: [partition: number, offset: number][] = []
  /** What was said with the last commit of each partition. */
  readonly metadata = new Map<number, string>()
  readonly paused = new Set<number>()
  isFetching = true
  isClosed = false
  readonly #topic: string
  #receiver: RecordReceiver | undefined
  #assignments: readonly Assignment[] = []
  #refusals = 0
  #end: { resolve: () => void; reject: (error: unknown) => void } | undefined

  constructor(topic: string) {
    this.#topic = topic
  }

  run(receiver: RecordReceiver): Promise<void> {
    this.#receiver = receiver
    return new Promise((resolve, reject) => {
      this.#end = { resolve, reject }
    })
  }

  /** Joins the group: new assignments of these partitions, from their committed offsets. */
  join(...partitions: readonly number[]): void {
    this.leave()
    this.#assignments = partitions.map((partition) => {
      const offset = this.committed.get(partition)
      const startOffset = offset ?? 0
      const isFromLogStart = startOffset === 0
      const assignment = { topic: this.#topic, partition, startOffset, isFromLogStart, endOffset: 0 } // prettier-ignore
      if (offset === undefined) return assignment
      return { ...assignment, committed: { offset, metadata: this.metadata.get(partition) ?? '' } }
    })
    this.paused.clear()
    this.#receiver?.onAssigned(this.#assignments)
  }

  leave(): void {
    if (this.#assignments.length > 0) this.#receiver?.onAssignmentsEnded()
    this.#assignments = []
  }

  /** Hands over consecutive records of one partition. */
  deliver(records: readonly LogRecord[]): void {
    const last = records.at(-1)
    const assignment = this.#assignments.find(({ partition }) => partition === last?.partition)
    if (last === undefined || assignment === undefined) throw new Error('not assigned')
    const nextOffset = last.offset + 1
    this.#receiver?.onRecords(assignment, { records, nextOffset, highWatermark: nextOffset })
  }

  /** Goes on over offsets that are no records: markers of transactions. */
  passMarkers(partition: number, nextOffset: number): void {
    const assignment = this.#assignments.find((each) => each.partition === partition)
    if (assignment === undefined) throw new Error('not assigned')
    this.#receiver?.onRecords(assignment, { records: [], nextOffset, highWatermark: nextOffset })
  }

  get hasRoom(): boolean {
    return this.#receiver?.hasRoom() ?? false
  }

  /** The next commits are refused by the broker. */
  refuseCommits(count: number): void {
    this.#refusals = count
  }

  goAway(): void {
    this.leave()
    this.#receiver?.onAway(unreachable())
  }

  comeBack(): void {
    this.#receiver?.onBack()
  }

  fail(error: unknown): void {
    this.#end?.reject(error)
  }

  pause({ partition }: Assignment): void {
    this.paused.add(partition)
  }

  resume({ partition }: Assignment): void {
    this.paused.delete(partition)
  }

  commit(assignment: Assignment, offset: number, metadata: string): Promise<void> {
    if (!this.#assignments.includes(assignment)) return Promise.resolve()
    if (this.#refusals > 0) {
      this.#refusals -= 1
      return Promise.reject(unreachable())
    }
    this.committed.set(assignment.partition, offset)
    this.metadata.set(assignment.partition, metadata)
    this.commits.push([assignment.partition, offset])
    return Promise.resolve()
  }

  stopFetching(): void {
    this.isFetching = false
  }

  close(): Promise<void> {
    this.isClosed = true
    this.leave()
    this.#end?.resolve()
    return Promise.resolve()
  }
}

function unreachable(): PipelineError {
  return new PipelineError({
    code: 'kafka.unreachable',
    message: 'Kafka is away, says the test.',
    action: 'Nothing: this is a test.',
  })
}
