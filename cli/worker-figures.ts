import { randomUUID } from 'node:crypto'
import { type Processor } from '../contracts/processor.ts'
import { systemClock } from '../ingest/clock.ts'
import { opsAppender, opsEveryMs, OpsSeries } from '../ingest/ops-series.ts'
import { type TimingsOfInterval } from '../ingest/ops-timings.ts'
import { type Worker } from '../ingest/stream-worker.ts'
import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { type Log } from '../runtime/log.ts'
import { watchProcess } from '../runtime/process-figures.ts'
import { type Servers } from './servers.ts'

interface Options {
  readonly worker: Pick<Worker, 'stats'>
  readonly timings: TimingsOfInterval
  readonly servers: Servers
  readonly client: ElasticsearchClient
  readonly processor: Pick<Processor, 'topics'>
  readonly indexVersion: number
  readonly log: Log
}

/** Of this process, whichever worker runs in it; nothing of the machine. */
const workerId = randomUUID()

/** Publishes the figures of a worker to `tally-ops-workers`. @returns how to end that */
export function publishFigures(options: Options): () => void {
  const { worker, timings, servers, client, processor, indexVersion, log } = options
  const watched = watchProcess()
  const series = new OpsSeries({
    workerId,
    indexVersion,
    topic: processor.topics.map(({ name }) => name).join(', '),
    append: opsAppender(client, servers.elasticsearch.url),
    stats: () => worker.stats(),
    timings,
    process: () => watched.read(),
    clock: systemClock,
    log,
  })
  const timer = setInterval(() => void series.publish(), opsEveryMs)
  return () => {
    clearInterval(timer)
    watched.stop()
  }
}
