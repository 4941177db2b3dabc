import { type Processor } from '../contracts/processor.ts'
import { systemClock } from '../ingest/clock.ts'
import { type Acceptances } from '../ingest/dead-letters/acceptances.ts'
import { defaultWorkerLimits, type WorkerLimits } from '../ingest/limits.ts'
import { unaccounted } from '../ingest/outcomes.ts'
import { type FloorSource } from '../ingest/retention/known-floors.ts'
import { StreamWorker } from '../ingest/stream-worker.ts'
import { type WorkerObserver } from '../ingest/worker-observer.ts'
import { createLog } from '../runtime/log.ts'
import { type OutgoingMessage } from '../runtime/kafka/producer.ts'
import { FakeElasticsearch } from './fake-elasticsearch.ts'
import { type FakeReadableEnds } from './fake-readable-ends.ts'
import { FakeRecordSource } from './fake-record-source.ts'
import { tinyProcessor } from './tiny-processor.ts'

/** A topic of dead letters in memory. */
export class FakeProducer {
  readonly messages: OutgoingMessage[] = []
  /** What the next sends throw. */
  readonly failures: Error[] = []

  send(_topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    const failure = this.failures.shift()
    if (failure !== undefined) return Promise.reject(failure)
    this.messages.push(...messages)
    return Promise.resolve()
  }
}

export const testLimits: WorkerLimits = {
  ...defaultWorkerLimits,
  bulk: { inFlight: [2, 2], documents: [5, 5], bytesMax: 1 << 20, slowMs: 1000, lingerMs: 100 },
}

interface Changes {
  readonly limits?: Partial<WorkerLimits>
  readonly processor?: Processor
  readonly random?: () => number
  readonly recordsPerSecond?: number
  readonly observer?: WorkerObserver
  /** Where the log ends, for a worker that is watched. */
  readonly ends?: FakeReadableEnds
  readonly acceptances?: Acceptances
  readonly floorSource?: FloorSource
  /** Of the processor, if that is given. */
  readonly topic?: string
}

/** A worker between fakes, which works already; the test moves the clock. */
export function startStreamWorker({ topic = 'test.tiny', ...changes }: Changes = {}) {
  const { limits, processor, random, ...others } = changes
  const source = new FakeRecordSource(topic)
  const elasticsearch = new FakeElasticsearch()
  const producer = new FakeProducer()
  const lines: string[] = []
  const worker = new StreamWorker({
    source,
    kafkaAddress: 'kafka.test:9092',
    endpoint: elasticsearch,
    stateReader: elasticsearch,
    producer,
    processor: processor ?? tinyProcessor({ topic: 'test.tiny', index: 'tiny', partitions: 6 }),
    indexVersion: 1,
    limits: { ...testLimits, ...limits },
    log: createLog({
      level: 'info',
      name: 'worker',
      destination: { write: (line) => lines.push(line) },
    }),
    clock: systemClock,
    ...others,
    random: random ?? (() => 0.999),
  })
  const stopping = new AbortController()
  const ended = worker.run(stopping.signal)
  ended.catch(() => undefined)
  return {
    source,
    elasticsearch,
    producer,
    lines,
    worker,
    ended,
    stop: () => {
      stopping.abort()
      return ended
    },
    /** Records without an outcome, which there must never be. */
    get unaccounted(): number {
      return unaccounted(worker.stats().outcomes)
    },
  }
}
