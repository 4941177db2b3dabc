import { type Processor } from '../contracts/processor.ts'
import { atMost, whenAborted } from '../runtime/lifecycle.ts'
import { type Producer } from '../runtime/kafka/producer.ts'
import { type ReadableEnds } from '../runtime/kafka/readable-ends.ts'
import { type RecordReceiver, type RecordSource } from '../runtime/kafka/record-source.ts'
import { type Log } from '../runtime/log.ts'
import { Backlog } from './backlog.ts'
import { type BulkEndpoint } from './bulk-endpoint.ts'
import { AdaptivePacing } from './bulk-pacing.ts'
import { BulkWriter } from './bulk-writer.ts'
import { type Clock } from './clock.ts'
import { type Acceptances } from './dead-letters/acceptances.ts'
import { Breaker } from './dead-letters/breaker.ts'
import { CountedDeadLetters } from './dead-letters/dead-letter-counts.ts'
import { DeadLetters } from './dead-letters/dead-letters.ts'
import { Engine } from './engine.ts'
import { FirstFailure } from './first-failure.ts'
import { type WorkerLimits } from './limits.ts'
import { type FloorSource, KnownFloors } from './retention/known-floors.ts'
import { type StateReader } from './state-reader.ts'
import { StateStore } from './state-store.ts'
import { throttled } from './throttle.ts'
import { Trouble } from './trouble.ts'
import { Watch } from './watch.ts'
import { type WorkerObserver } from './worker-observer.ts'
import { type WorkerStats } from './worker-stats.ts'

/** A stream worker: the log of one processor's topics → Elasticsearch. */
export interface Worker {
  /**
   * Works until the signal is aborted; then it stops fetching, finishes a checkpoint, leaves the
   * group and resolves, within 10 s. A server that is away is waited for, and said once.
   *
   * Every record ends as a document or a dead letter, and its offset is committed only afterwards:
   * at least once in deliveries, exactly once in documents. To be called once.
   *
   * @throws PipelineError `worker.stalled` when the watchdog gives up, after an attempt at an orderly
   * end; other ones for what only a person can mend; anything else is a bug. What is in
   * flight then is read again by the next worker.
   */
  run(signal: AbortSignal): Promise<void>
  stats(): WorkerStats
}

/** What a worker is made of, with the servers behind ports. */
export interface WorkerParts {
  readonly source: RecordSource
  readonly kafkaAddress: string
  readonly endpoint: BulkEndpoint
  readonly stateReader: StateReader
  readonly producer: Pick<Producer, 'send'>
  readonly processor: Processor
  readonly indexVersion: number
  readonly limits: WorkerLimits
  readonly log: Log
  readonly clock: Clock
  readonly random: () => number
  /** Undefined: it never pauses for dead letters; so does who folds what was accepted before. */
  readonly acceptances?: Acceptances | undefined
  /** What of the index version is kept; everything unless it is given. */
  readonly floorSource?: FloorSource | undefined
  /** At most, on average; as many as come unless it is given. */
  readonly recordsPerSecond?: number | undefined
  readonly observer?: WorkerObserver | undefined
  /** Where the log ends, for the watchdog; without it there is none. The worker closes it. */
  readonly ends?: ReadableEnds | undefined
}

export class StreamWorker implements Worker {
  readonly #parts: WorkerParts
  readonly #failure = new FirstFailure()
  readonly #backlog: Backlog
  readonly #writer: BulkWriter
  readonly #deadLetters: DeadLetters
  readonly #breaker: Breaker | undefined
  readonly #floors: KnownFloors | undefined
  readonly #countedLetters: CountedDeadLetters
  readonly #store: StateStore
  readonly #statesUnread: Trouble
  readonly #floorsUnread: Trouble
  readonly #engine: Engine
  readonly #receiver: RecordReceiver
  readonly #watch: Watch | undefined
  readonly #kafkaAway: Trouble
  readonly #commitsRefused: Trouble

  constructor(parts: WorkerParts) {
    this.#parts = parts
    this.#backlog = new Backlog(parts.limits.backlog)
    const kafka = `waiting for Kafka at ${parts.kafkaAddress}`
    this.#kafkaAway = new Trouble(kafka, { ...parts, code: 'kafka-away' })
    this.#commitsRefused = new Trouble(`${kafka} to take commits`, { ...parts, code: 'commits-refused' }) // prettier-ignore
    this.#writer = this.#createWriter()
    this.#deadLetters = this.#createDeadLetters()
    this.#countedLetters = new CountedDeadLetters(this.#deadLetters)
    this.#breaker = this.#createBreaker()
    const elasticsearch = `waiting for Elasticsearch at ${parts.endpoint.url}`
    this.#statesUnread = new Trouble(`${elasticsearch} to read state documents`, { ...parts, code: 'states-unread' }) // prettier-ignore
    this.#floorsUnread = new Trouble(`${elasticsearch} to tell what is kept`, { ...parts, code: 'elasticsearch-away' }) // prettier-ignore
    this.#floors = this.#createFloors()
    this.#store = new StateStore({
      reader: parts.stateReader,
      retry: parts.limits.retry,
      random: parts.random,
      trouble: this.#statesUnread,
    })
    this.#engine = this.#createEngine()
    this.#receiver = this.#createReceiver()
    this.#watch = this.#createWatch()
  }

  async run(signal: AbortSignal): Promise<void> {
    const { source, limits } = this.#parts
    const timer = setInterval(() => {
      this.#failure.guard(() => {
        this.#engine.tick()
      })
    }, limits.tickMs)
    try {
      const isOver = source.run(this.#receiver)
      const stalled = this.#watch?.untilStalled() ?? whenAborted(signal)
      const end = await this.#failure.orElse(Promise.race([isOver, whenAborted(signal), stalled]))
      await this.#failure.orElse(this.#finish())
      if (end !== undefined) throw end
    } finally {
      clearInterval(timer)
      this.#writer.close()
      this.#deadLetters.close()
      this.#store.close()
      this.#floors?.close()
      this.#breaker?.close()
      await atMost(limits.finishMs, Promise.all([source.close(), this.#watch?.close()]))
    }
  }

  #createReceiver(): RecordReceiver {
    const { recordsPerSecond, clock } = this.#parts
    if (recordsPerSecond === undefined) return this.#engine
    const elapsedMs = () => clock.elapsedMs()
    return throttled(this.#engine, { recordsPerSecond, elapsedMs })
  }

  stats(): WorkerStats {
    const { written, alreadyThere, byKind, requestsInFlight, retries } = this.#writer.counts
    const { ledger } = this.#engine
    const troubles = [this.#kafkaAway, this.#commitsRefused, this.#statesUnread, this.#floorsUnread].map(({ report }) => report) // prettier-ignore
    return {
      outcomes: ledger.total,
      outcomesByPartition: ledger.byPartition,
      bytesConsumed: this.#backlog.bytesTaken,
      documents: { written, alreadyThere },
      documentsByKind: byKind,
      deadLettersByCode: this.#countedLetters.byCode,
      retries,
      requestsInFlight,
      recordsWaiting: this.#backlog.records,
      bytesWaiting: this.#backlog.bytes,
      caches: this.#engine.caches,
      isMember: this.#engine.isMember,
      partitions: this.#watch?.withEnds(this.#engine.partitions) ?? this.#engine.partitions,
      troubles: [
        ...troubles.filter((report) => report !== undefined),
        ...this.#writer.troubles,
        ...this.#deadLetters.troubles,
        ...(this.#breaker?.troubles ?? []),
      ],
      watchdog: this.#watch?.state ?? 'well',
    }
  }

  /** What is in flight when the time is over is not lost: the next worker reads it again. */
  async #finish(): Promise<void> {
    const { source, limits, log } = this.#parts
    source.stopFetching()
    this.#breaker?.close()
    this.#writer.flush()
    await atMost(limits.finishMs, this.#engine.finish())
    const records = this.#backlog.records
    if (records > 0) log.warn({ records }, 'left with records in flight')
  }

  #createWatch(): Watch | undefined {
    const { ends, limits, clock, log } = this.#parts
    if (ends === undefined) return undefined
    const sight = () => ({ ...this.stats(), hasRoom: this.#receiver.hasRoom() })
    return new Watch({ ends, limits: limits.watchdog, clock, log, sight })
  }

  #createWriter(): BulkWriter {
    const { endpoint, limits, clock, random, log, observer } = this.#parts
    return new BulkWriter({
      endpoint,
      pacing: new AdaptivePacing(limits.bulk),
      lingerMs: limits.bulk.lingerMs,
      retry: limits.retry,
      random,
      clock,
      log,
      observer,
      onRefused: ({ replacement, ...refusal }) => {
        this.#countedLetters.add({ ...refusal, ...replacement, stage: 'index', code: 'index-refused' }) // prettier-ignore
      },
      onFatal: this.#failure.report,
    })
  }

  #createDeadLetters(): DeadLetters {
    const { producer, indexVersion, limits, clock, random, log } = this.#parts
    return new DeadLetters({
      producer,
      writer: this.#writer,
      indexVersion,
      limits: limits.deadLetters,
      retry: limits.retry,
      random,
      clock,
      log,
      onFatal: this.#failure.report,
    })
  }

  #createFloors(): KnownFloors | undefined {
    const { floorSource: source, clock, random, limits } = this.#parts
    if (source === undefined) return undefined
    return new KnownFloors({ source, clock, retry: limits.retry, random, trouble: this.#floorsUnread }) // prettier-ignore
  }

  #createBreaker(): Breaker | undefined {
    const { acceptances, limits, clock, log } = this.#parts
    if (acceptances === undefined) return undefined
    return new Breaker({ limits: limits.breaker, acceptances, clock, log, onFatal: this.#failure.report }) // prettier-ignore
  }

  #createEngine(): Engine {
    const { source, processor, indexVersion, limits, clock, log, observer } = this.#parts
    return new Engine({
      source,
      processor,
      indexVersion,
      backlog: this.#backlog,
      writer: this.#writer,
      deadLetters: this.#countedLetters,
      checkpoint: {
        commit: ({ assignment }, offset, metadata) => source.commit(assignment, offset, metadata),
        limits: limits.checkpoint,
        clock,
        trouble: this.#commitsRefused,
        onCommitted: (tookMs) => {
          observer?.onCheckpoint(tookMs)
        },
        onFatal: this.#failure.report,
      },
      store: this.#store,
      breaker: this.#breaker,
      floors: this.#floors,
      limits,
      recordAgeMsMax: limits.recordAgeMsMax,
      kafkaAway: this.#kafkaAway,
      clock,
      log,
    })
  }
}
