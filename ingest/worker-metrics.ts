import { type WorkerMetric, workerMetrics } from '../contracts/metrics.ts'
import { createMetrics, type Metrics, type Tell } from '../runtime/metrics.ts'
import { type CachesFigures } from './cache-figures.ts'
import { type DocumentResult, documentResults } from './document-counts.ts'
import { type PartitionStats } from './partition-stats.ts'
import { type Outcome, outcomes, unaccounted } from './outcomes.ts'
import { watchdogStates } from './watchdog.ts'
import { type WorkerObserver } from './worker-observer.ts'
import { type WorkerStats } from './worker-stats.ts'

/** What is scraped: the worker of this moment, if there is one. */
export interface ScrapedWorker {
  readonly stats: WorkerStats
  readonly processorVersion: number
  readonly indexVersion: number
}

interface Options {
  /** Of this program. */
  readonly version: string
  readonly current: () => ScrapedWorker | undefined
  /** Whether to tell of this process and of Node too. */
  readonly ofProcess?: boolean
}

/** The metrics of the workers of this process, and who feeds their histograms. */
export interface WorkerMetrics extends Pick<Metrics<WorkerMetric>, 'text' | 'contentType'> {
  readonly observer: WorkerObserver
}

/**
 * The metrics of contracts/metrics.ts.
 *
 * What they cost: a scrape reads numbers that the worker counts anyway, some 200 series. Between
 * scrapes there are five observations of a histogram for a bulk request and one for a checkpoint,
 * about a microsecond each, and one addition for a document that was answered. A record costs
 * nothing.
 */
export function createWorkerMetrics({
  version,
  current,
  ofProcess = false,
}: Options): WorkerMetrics {
  const metrics = createMetrics<WorkerMetric>(workerMetrics, {
    ofProcess,
    collect: (tell) => {
      const worker = current()
      const { processorVersion = 0, indexVersion = 0 } = worker ?? {}
      tell('build', 1, { version, processor_version: processorVersion, index_version: indexVersion }) // prettier-ignore
      if (worker !== undefined) tellAll(tell, worker.stats)
    },
  })
  const seconds = (ms: number) => Math.max(0, ms) / 1000
  return {
    text: () => metrics.text(),
    contentType: metrics.contentType,
    observer: {
      onBulkAnswered: ({ tookMs, bytes, documents }) => {
        metrics.observe('bulkDuration', seconds(tookMs))
        metrics.observe('bulkBytes', bytes)
        metrics.observe('bulkDocuments', documents)
      },
      onIndexed: ({ time, appendedMs, indexedMs }) => {
        metrics.observe('indexDelay', seconds(indexedMs - Date.parse(time)), { since: 'event-time' }) // prettier-ignore
        metrics.observe('indexDelay', seconds(indexedMs - appendedMs), { since: 'append-time' })
      },
      onCheckpoint: (tookMs) => {
        metrics.observe('checkpointDuration', seconds(tookMs))
      },
    },
  }
}

type TellMetric = Tell<WorkerMetric>

function tellAll(tell: TellMetric, stats: WorkerStats): void {
  tellRecords(tell, stats)
  tellDocuments(tell, stats)
  for (const partition of stats.partitions) tellPartition(tell, partition)
  tellCaches(tell, stats.caches)
  tell('backlogRecords', stats.recordsWaiting)
  tell('backlogBytes', stats.bytesWaiting)
  for (const { code } of stats.troubles) tell('troubles', 1, { code })
  for (const state of watchdogStates) tell('watchdog', state === stats.watchdog ? 1 : 0, { state })
}

function tellRecords(tell: TellMetric, stats: WorkerStats): void {
  tell('bytesConsumed', stats.bytesConsumed)
  for (const { topic, partition, outcomes: counts } of stats.outcomesByPartition) {
    const labels = { topic, partition }
    tell('recordsConsumed', counts.consumed, labels)
    tell('recordsInFlight', counts.inFlight, labels)
    tell('recordsUnaccounted', unaccounted(counts), labels)
    for (const outcome of outcomes) {
      tell('records', counts[outcome], { ...labels, outcome: outcomeLabels[outcome] })
    }
  }
  for (const [code, count] of Object.entries(stats.deadLettersByCode)) {
    tell('deadLetters', count, { code })
  }
}

const outcomeLabels: Readonly<Record<Outcome, string>> = {
  applied: 'applied',
  duplicate: 'duplicate',
  skipped: 'skipped',
  deadLettered: 'dead-lettered',
  filtered: 'filtered',
  abandoned: 'abandoned',
}

const resultLabels: Readonly<Record<DocumentResult, string>> = {
  written: 'written',
  alreadyThere: 'already-there',
  refused: 'refused',
}

function tellDocuments(tell: TellMetric, stats: WorkerStats): void {
  for (const [kind, counts] of Object.entries(stats.documentsByKind)) {
    for (const result of documentResults) {
      tell('documents', counts[result], { kind, result: resultLabels[result] })
    }
  }
  for (const [cause, count] of Object.entries(stats.retries)) tell('bulkRetries', count, { cause })
  tell('bulkInFlight', stats.requestsInFlight)
}

function tellPartition(tell: TellMetric, stats: PartitionStats): void {
  const { topic, partition, highWatermark, committed, isPaused, uncommittedMs } = stats
  const labels = { topic, partition }
  tell('lag', highWatermark - committed, labels)
  tell('paused', isPaused ? 1 : 0, labels)
  tell('checkpointAge', uncommittedMs / 1000, labels)
}

function tellCaches(tell: TellMetric, { readModels, activities }: CachesFigures): void {
  for (const [kind, { hits, misses, entries }] of [
    ['read-models', readModels],
    ['activities', activities],
  ] as const) {
    tell('cacheHits', hits, { kind })
    tell('cacheMisses', misses, { kind })
    tell('cacheEntries', entries, { kind })
  }
}
