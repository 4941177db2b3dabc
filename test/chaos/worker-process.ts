import { unaccounted } from '../../ingest/outcomes.ts'
import { defaultWorkerLimits, type WorkerLimits } from '../../ingest/limits.ts'
import { createWorker } from '../../ingest/worker.ts'
import { connectElasticsearch } from '../../runtime/elasticsearch/connection.ts'
import { connectKafka, type KafkaConnection } from '../../runtime/kafka/connection.ts'
import { createProducer, type Producer } from '../../runtime/kafka/producer.ts'
import { createLog } from '../../runtime/log.ts'
import { countingProcessor } from '../counting-processor.ts'
import { type WorkerReport, type WorkerTask } from './worker-task.ts'

/**
 * A worker of the counting processor as a process, which the chaos starts, freezes and kills.
 *
 * It works until SIGTERM or until its parent is gone, and ends with another status than 0 when
 * anything but that ended it.
 */
async function main(task: WorkerTask): Promise<void> {
  const log = createLog({ level: 'info', name: 'chaos-worker' })
  const servers = { brokers: task.brokers, ssl: undefined, sasl: undefined }
  const connection = connectKafka(servers, { clientId: 'tally-chaos', log })
  const url = task.elasticsearchUrl
  const client = connectElasticsearch({ url, auth: undefined, ca: undefined })
  const producer = new LateProducer(connection)
  const { indexVersion } = task
  const processor = countingProcessor(task)
  const worker = createWorker({
    connection,
    elasticsearch: { client, url },
    producer,
    processor,
    indexVersion,
    groupId: task.groupId,
    log,
    limits: { ...limits, sessionTimeoutMs: task.sessionTimeoutMs },
  })
  const report = () => tell({ outcomes: worker.stats().outcomes, unaccounted: unaccounted(worker.stats().outcomes) }) // prettier-ignore
  const ticker = setInterval(() => void report(), reportEveryMs)
  try {
    await worker.run(stopSignal())
  } finally {
    clearInterval(ticker)
    await report()
    await Promise.all([producer.close(), client.close()])
    if (process.connected) process.disconnect()
  }
}

const reportEveryMs = 100

/** Small, so that documents are evicted and read again, and each kill hits a checkpoint. */
const limits: WorkerLimits = {
  ...defaultWorkerLimits,
  portionRecordsMax: 50,
  stateCache: {
    readModels: { entriesMax: 240, bytesMax: 6 << 20 },
    activities: { entriesMax: 24, bytesMax: 6 << 20 },
  },
  checkpoint: { ...defaultWorkerLimits.checkpoint, intervalMs: 200, catchUpIntervalMs: 200 },
}

/** Connects at the first dead letter: a worker must start while Kafka is away, too. */
class LateProducer implements Producer {
  readonly #connection: KafkaConnection
  #opening: Promise<Producer> | undefined

  constructor(connection: KafkaConnection) {
    this.#connection = connection
  }

  async send(...message: Parameters<Producer['send']>): Promise<void> {
    this.#opening ??= createProducer(this.#connection)
    const producer = await this.#opening.catch((error: unknown) => {
      this.#opening = undefined
      throw error
    })
    await producer.send(...message)
  }

  async close(): Promise<void> {
    const producer = await this.#opening?.catch(() => undefined)
    await producer?.close()
  }
}

function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const stop = () => {
    stopping.abort()
  }
  process.once('SIGTERM', stop)
  process.once('disconnect', stop)
  return stopping.signal
}

/** Resolves when the parent has it, or is gone. */
function tell(report: WorkerReport): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected || process.send === undefined) resolve()
    else {
      process.send(report, undefined, undefined, () => {
        resolve()
      })
    }
  })
}

await main(JSON.parse(process.argv[2] ?? '') as WorkerTask)
// As cli/tally.ts does: a connection that kafkajs has lost track of must not keep the process.
setTimeout(() => process.exit(), 500).unref()
