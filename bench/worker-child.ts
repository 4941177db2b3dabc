import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Servers } from '../cli/servers.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { type WorkerStats } from '../ingest/worker-stats.ts'
import { createWorker } from '../ingest/worker.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'
import { createLog } from '../runtime/log.ts'
import { childEnvironment } from '../runtime/settings.ts'
import { keepHeapSmall, smallMemory, workerHeapGrowthPercent } from '../runtime/small-heap.ts'

/** A worker that is measured, in a process of its own as `tally worker` is. */
export interface WorkerTask {
  readonly servers: Servers
  readonly groupId: string
}

export interface WorkerFigures {
  readonly stats: WorkerStats
  readonly rssMiB: number
  /** Processor time of the process since its start, in ms. */
  readonly cpuMs: number
}

export interface MeasuredWorker {
  /** The newest; undefined until the first. */
  readonly figures: WorkerFigures | undefined
  stop(): Promise<void>
}

const reportEveryMs = 20
const stopDeadlineMs = 12_000
const indexVersion = 1

/** Starts a worker; whoever does has to stop it. */
export function startMeasuredWorker(task: WorkerTask): MeasuredWorker {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(task)], {
    execArgv: [...smallMemory.nodeArguments],
    env: { ...childEnvironment(task.servers), ...smallMemory.environment },
  })
  let figures: WorkerFigures | undefined
  child.on('message', (newest) => {
    figures = newest as WorkerFigures
  })
  return {
    get figures() {
      if (child.exitCode !== null) throw new Error(`a worker ended with ${child.exitCode}`)
      return figures
    },
    stop: () => stop(child),
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve()
    const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs)
    // It has done all; a connection that kafkajs has lost track of must not keep it.
    child.once('disconnect', () => child.kill('SIGKILL'))
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.send('stop')
  })
}

async function work({ servers, groupId }: WorkerTask): Promise<void> {
  keepHeapSmall(workerHeapGrowthPercent)
  const log = createLog({ level: 'warn', name: 'bench-worker' })
  const connection = connectKafka(servers.kafka, { clientId: 'tally-bench-worker', log })
  const { url } = servers.elasticsearch
  const client = connectElasticsearch(servers.elasticsearch)
  const producer = await createProducer(connection)
  const processor = bankProcessor(defaultFoldSettings)
  const elasticsearch = { client, url }
  const worker = createWorker({ connection, elasticsearch, producer, processor, indexVersion, groupId, log }) // prettier-ignore
  const stopping = new AbortController()
  const stop = () => {
    stopping.abort()
  }
  process.once('message', stop)
  // Nobody measures any more.
  process.once('disconnect', stop)
  const ticker = setInterval(() => {
    if (process.connected) process.send?.(figuresOf(worker.stats()))
  }, reportEveryMs)
  await worker.run(stopping.signal)
  clearInterval(ticker)
  await Promise.all([producer.close(), client.close()])
  if (process.connected) process.disconnect()
}

function figuresOf(stats: WorkerStats): WorkerFigures {
  const { user, system } = process.cpuUsage()
  return { stats, rssMiB: process.memoryUsage.rss() / 2 ** 20, cpuMs: (user + system) / 1000 }
}

const [, file, task] = process.argv
if (process.send !== undefined && file === fileURLToPath(import.meta.url) && task !== undefined) {
  await work(JSON.parse(task) as WorkerTask)
}
