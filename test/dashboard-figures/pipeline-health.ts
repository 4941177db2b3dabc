import { type OpsWorkersDocument } from '../../contracts/indices/ops-workers.ts'
import { byValue, type Cell, type DashboardFigures, figures, nothing, table, top } from './figures.ts' // prettier-ignore
import { averageOf, count, distinct, largestOf, type Measure, sumOf } from './measures.ts' // prettier-ignore
import { openingFigures } from './opening.ts'
import { newest } from './operations.ts'
import { chart, timeSeries } from './over-time.ts'
import { type Scope, timeOf } from './scope.ts'
import { type Line, lineOf, timelionChart } from './timelion.ts'
import * as words from './words.ts'

const worker = ({ worker: { id } }: OpsWorkersDocument) => id
const consumed = ({ records }: OpsWorkersDocument) => records.consumed
const applied = ({ records }: OpsWorkersDocument) => records.applied
const repeated = ({ records }: OpsWorkersDocument) => records.duplicate
const refused = ({ records }: OpsWorkersDocument) => records.dead_lettered
const lag = ({ kafka }: OpsWorkersDocument) => kafka.lag
const checkpointAge = ({ checkpoint }: OpsWorkersDocument) => checkpoint.age_ms

/** For the eight workers of an interval that have the largest figure. */
function byWorker(
  { workers, shown }: Scope,
  measure: Measure<OpsWorkersDocument>,
  absent: number | null,
) {
  // prettier-ignore
  const split = (some: readonly OpsWorkersDocument[]) => top(byValue(some, worker), 8, measure)
  return chart(workers, shown, { measure, split, absent })
}

export const pipelineHealthFigures: DashboardFigures = {
  ...openingFigures,

  'Records and what became of them': ({ workers }) =>
    figures(workers, {
      Consumed: sumOf(consumed),
      Applied: sumOf(applied),
      Duplicates: sumOf(repeated),
      'Dead letters': sumOf(refused),
      'Without an outcome': largestOf(({ records }) => records.unaccounted),
      Workers: distinct(worker),
    }),

  'Records a second, by outcome': (scope) => {
    const seconds = scope.shown.intervals.timelion * 3600
    const perSecond = (read: typeof consumed): Line =>
      lineOf(scope, scope.workers, sumOf(read)).map((sum) => (sum === null ? null : sum / seconds))
    return timelionChart(
      scope,
      {
        Applied: perSecond(applied),
        Duplicates: perSecond(repeated),
        'Dead letters': perSecond(refused),
      },
      scope.workers,
    )
  },

  'Lag: records that are not committed': (scope) => byWorker(scope, largestOf(lag), null),

  'Duplicates, by worker': (scope) => byWorker(scope, sumOf(repeated), 0),

  'Dead letters by cause': ({ deadLetters, shown }) =>
    chart(deadLetters, shown, {
      measure: count,
      split: (some) => byValue(some, ({ error }) => error.code, words.causes),
      absent: 0,
    }),

  'From the event to the index': ({ workers, shown }) =>
    timeSeries(workers, shown, {
      '99 % are not slower': largestOf(({ index_delay: delay }) => delay.event_time?.p99_ms),
      'Half are not slower': averageOf(({ index_delay: delay }) => delay.event_time?.p50_ms),
    }),

  'Age of the checkpoint, by worker': (scope) => byWorker(scope, largestOf(checkpointAge), null),

  Workers: ({ workers }) =>
    table(top(byValue(workers, worker), 20, sumOf(consumed)), {
      Consumed: sumOf(consumed),
      'Last figures': largestOf(timeOf),
      Ready: averageOf((one) => one.worker.is_ready),
      'Largest lag': largestOf(lag),
      'Oldest checkpoint': largestOf(checkpointAge),
      'Most memory': largestOf(({ process }) => process.rss_bytes),
    }),

  'Latest dead letters': ({ deadLetters }) => {
    const rows = newest(deadLetters).map((one): Cell[] => [
      timeOf(one),
      words.causes[one.error.code] ?? null,
      one.error.message,
      words.stages[one.stage] ?? null,
      one.kafka.topic,
      one.kafka.partition,
      one.kafka.offset,
    ])
    // Partition and offset are names of a place.
    return rows.length === 0 ? nothing : { kind: 'table', columns: ['Appended'], rows }
  },
}
