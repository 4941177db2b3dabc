import { type FieldName, type OpsWorkersDocument, toFieldName } from '../contracts/indices/ops-workers.ts' // prettier-ignore
import { type ProcessFigures } from '../runtime/process-figures.ts'
import { type CachesFigures } from './cache-figures.ts'
import { documentKinds, type DocumentResult } from './document-counts.ts'
import { healthOf } from './health.ts'
import { unaccounted } from './outcomes.ts'
import { type OpsTimings } from './ops-timings.ts'
import { type WorkerStats } from './worker-stats.ts'

/** Who publishes figures, and of what. */
export interface OpsWorker {
  readonly workerId: string
  readonly indexVersion: number
  readonly topic: string
}

/** A worker at one moment. */
export interface OpsMoment {
  readonly stats: WorkerStats
  /** By a clock that never goes back. */
  readonly elapsedMs: number
}

interface Interval {
  readonly before: OpsMoment
  readonly now: OpsMoment
  /** The time of day, UTC with milliseconds. */
  readonly time: string
  readonly timings: OpsTimings
  readonly process: ProcessFigures
}

/** The document of an interval: counts since the moment before, everything else as it is now. */
export function opsDocumentOf(worker: OpsWorker, interval: Interval): OpsWorkersDocument {
  const { before, now, time, timings, process } = interval
  const { stats } = now
  const { sinceEvent, sinceAppend, bulk } = timings
  const { symptoms } = healthOf({ phase: 'working', stats, now: Date.parse(time) })
  return {
    '@timestamp': time,
    worker: {
      id: worker.workerId,
      index_version: worker.indexVersion,
      interval_ms: Math.round(now.elapsedMs - before.elapsedMs),
      is_ready: symptoms.length === 0 ? 1 : 0,
      ...(symptoms.length === 0 ? {} : { symptoms: symptoms.map(({ code }) => code).join(', ') }),
    },
    kafka: {
      topic: worker.topic,
      partitions: stats.partitions.length,
      lag: stats.partitions.reduce((sum, each) => sum + each.highWatermark - each.committed, 0),
    },
    records: recordsOf(before, now),
    dead_letters: differencesOf(before.stats.deadLettersByCode, stats.deadLettersByCode),
    documents: {
      written: documentsOf('written', before.stats, stats),
      already_there: documentsOf('alreadyThere', before.stats, stats),
      refused: documentsOf('refused', before.stats, stats),
    },
    retries: differencesOf(before.stats.retries, stats.retries),
    ...(bulk === undefined ? {} : { bulk }),
    index_delay: {
      ...(sinceEvent === undefined ? {} : { event_time: sinceEvent }),
      ...(sinceAppend === undefined ? {} : { append_time: sinceAppend }),
    },
    checkpoint: {
      age_ms: Math.round(Math.max(0, ...stats.partitions.map((each) => each.uncommittedMs))),
    },
    cache: cacheOf(before.stats.caches, stats.caches),
    process: {
      rss_bytes: process.rssBytes,
      event_loop_delay_p99_ms: process.eventLoopDelayP99Ms,
    },
  }
}

function recordsOf(before: OpsMoment, now: OpsMoment): OpsWorkersDocument['records'] {
  const [was, is] = [before.stats.outcomes, now.stats.outcomes]
  const consumed = is.consumed - was.consumed
  const seconds = Math.max(0.001, (now.elapsedMs - before.elapsedMs) / 1000)
  return {
    consumed,
    per_second: Math.round((consumed / seconds) * 10) / 10,
    bytes: now.stats.bytesConsumed - before.stats.bytesConsumed,
    applied: is.applied - was.applied,
    duplicate: is.duplicate - was.duplicate,
    skipped: is.skipped - was.skipped,
    dead_lettered: is.deadLettered - was.deadLettered,
    filtered: is.filtered - was.filtered,
    abandoned: is.abandoned - was.abandoned,
    waiting: now.stats.recordsWaiting,
    unaccounted: unaccounted(is),
  }
}

function documentsOf(
  result: DocumentResult,
  { documentsByKind: was }: WorkerStats,
  { documentsByKind: is }: WorkerStats,
): number {
  return documentKinds.reduce((sum, kind) => sum + is[kind][result] - was[kind][result], 0)
}

/** Of counters by a closed list, under names of fields. */
function differencesOf<Key extends string>(
  was: Readonly<Record<Key, number>>,
  is: Readonly<Record<Key, number>>,
): Record<FieldName<Key>, number> {
  const keys = Object.keys(is) as Key[]
  const differences = keys.map((key) => [toFieldName(key), is[key] - was[key]])
  return Object.fromEntries(differences) as Record<FieldName<Key>, number>
}

function cacheOf(was: CachesFigures, is: CachesFigures): OpsWorkersDocument['cache'] {
  const entries = is.readModels.entries + is.activities.entries
  const sum = (caches: CachesFigures, of: 'hits' | 'misses') =>
    caches.readModels[of] + caches.activities[of]
  const hits = sum(is, 'hits') - sum(was, 'hits')
  const needed = hits + sum(is, 'misses') - sum(was, 'misses')
  if (needed === 0) return { entries }
  return { entries, hit_share: Math.round((hits / needed) * 10_000) / 10_000 }
}
