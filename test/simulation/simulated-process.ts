import { type LogRecord } from '../../contracts/processor.ts'
import { systemClock } from '../../ingest/clock.ts'
import { defaultWorkerLimits, type WorkerLimits } from '../../ingest/limits.ts'
import { unaccounted } from '../../ingest/outcomes.ts'
import { StreamWorker } from '../../ingest/stream-worker.ts'
import { type Assignment, type RecordReceiver, type RecordSource } from '../../runtime/kafka/record-source.ts' // prettier-ignore
import { createLog } from '../../runtime/log.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { countingProcessor } from '../counting-processor.ts'
import { type Chance } from './chance.ts'
import { type SimulatedElasticsearch } from './simulated-elasticsearch.ts'

/** What the group of a simulation has committed, by partition. */
export type Committed = Map<number, number>

/** Small, so that evictions and full checkpoints happen all the time. */
const smallLimits: WorkerLimits = {
  ...defaultWorkerLimits,
  bulk: { inFlight: [3, 3], documents: [4, 4], bytesMax: 1 << 20, slowMs: 1000, lingerMs: 1 },
  checkpoint: { ...defaultWorkerLimits.checkpoint, intervalMs: 0 },
  retry: { firstMs: 1, longestMs: 2 },
  tickMs: 1,
}

export const idsMax = 2

interface Parts {
  readonly log: readonly LogRecord[][]
  readonly elasticsearch: SimulatedElasticsearch
  readonly committed: Committed
  readonly chance: Chance
}

/**
 * A worker process: the real engine, writer and checkpoints, between a group and an Elasticsearch
 * that the simulation moves. It can be killed, and it can be a zombie: one that works on with
 * partitions that are others' by now.
 */
export class SimulatedProcess implements RecordSource {
  readonly worker: StreamWorker
  failure: unknown
  readonly #parts: Parts
  readonly #connection: ReturnType<SimulatedElasticsearch['connect']>
  #receiver: RecordReceiver | undefined
  #assignments: readonly Assignment[] = []
  #positions = new Map<number, number>()
  #isKilled = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#connection = parts.elasticsearch.connect()
    // Of all partitions together: each has a share.
    const kept = () => ({
      entriesMax: (parts.chance.pick([1, 2, 4, 100]) ?? 1) * parts.log.length,
      bytesMax: 1 << 20,
    })
    const limits = {
      ...smallLimits,
      stateCache: { readModels: kept(), activities: kept() },
      stateWrites: { documentsMax: parts.chance.pick([1, 2, 1000]) ?? 1, bytesMax: 1 << 20 },
    }
    this.worker = new StreamWorker({
      source: this,
      kafkaAddress: 'kafka.test:9092',
      endpoint: this.#connection,
      stateReader: this.#connection,
      producer: { send: () => Promise.resolve() },
      processor: countingProcessor({ partitions: parts.log.length, idsMax }),
      indexVersion: 1,
      limits,
      log: createLog({ level: 'silent', name: 'simulated' }),
      clock: systemClock,
      random: parts.chance.uniform,
    })
    this.worker.run(new AbortController().signal).catch((error: unknown) => {
      this.failure = error
    })
  }

  get partitions(): readonly number[] {
    return this.#assignments.map(({ partition }) => partition)
  }

  /** How far it is in all of its partitions together. */
  get position(): number {
    return [...this.#positions.values()].reduce((sum, position) => sum + position, 0)
  }

  /** Records without an outcome, which there must never be. */
  get unaccounted(): number {
    return unaccounted(this.worker.stats().outcomes)
  }

  /** Joins the group: what it had is over, also where it comes back. */
  join(partitions: readonly number[]): void {
    if (this.#assignments.length > 0) this.#receiver?.onAssignmentsEnded()
    const { committed, log, chance } = this.#parts
    const isTold = chance.isTrue(0.2)
    this.#assignments = partitions.map((partition) => ({
      topic: 'test.counting',
      partition,
      startOffset: committed.get(partition) ?? 0,
      // It may always be told that others were there before: then it reads what it could know.
      isFromLogStart: (committed.get(partition) ?? 0) === 0 && isTold,
      endOffset: log[partition]?.length ?? 0,
    }))
    this.#positions = new Map(
      this.#assignments.map(({ partition, startOffset }) => [partition, startOffset]),
    )
    this.#receiver?.onAssigned(this.#assignments)
  }

  /** Hands over so many records of one partition at most. */
  deliver(partition: number, most: number): void {
    const assignment = this.#assignments.find((each) => each.partition === partition)
    const log = this.#parts.log[partition] ?? []
    const from = this.#positions.get(partition) ?? 0
    const records = log.slice(from, from + most)
    if (assignment === undefined || records.length === 0) return
    const nextOffset = from + records.length
    this.#positions.set(partition, nextOffset)
    this.#receiver?.onRecords(assignment, { records, nextOffset, highWatermark: log.length })
  }

  /** Nothing of it is heard of any more, but for what is under way. */
  kill(): void {
    this.#isKilled = true
    this.#connection.cut()
    this.#receiver?.onAssignmentsEnded()
    this.#assignments = []
  }

  run(receiver: RecordReceiver): Promise<void> {
    this.#receiver = receiver
    return new Promise(() => undefined)
  }

  /** What it says is true whoever says it, so a zombie may be heard. */
  commit({ partition }: Assignment, offset: number): Promise<void> {
    const { committed, chance } = this.#parts
    if (this.#isKilled) return new Promise(() => undefined)
    if (chance.isTrue(0.1)) return Promise.reject(refused())
    committed.set(partition, offset)
    return Promise.resolve()
  }

  pause(): void {
    // The simulation delivers when it wants to.
  }

  resume(): void {
    // The simulation delivers when it wants to.
  }

  stopFetching(): void {
    // It is killed, never stopped.
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

function refused(): PipelineError {
  return new PipelineError({
    code: 'kafka.unreachable',
    message: 'Not a member, says the simulation.',
    action: 'Nothing: this is a test.',
  })
}
