import { valuesOf } from './builders/bucket.ts'
import { area, histogram, line } from './builders/chart.ts'
import { dashboard, row } from './builders/dashboard.ts'
import { average, count, distinct, largest, sum } from './builders/measure.ts'
import { metric } from './builders/metric.ts'
import { savedSearch } from './builders/saved-search.ts'
import { seriesOf } from './builders/series.ts'
import { table } from './builders/table.ts'
import { timeSeries } from './builders/time-series.ts'
import { timelion } from './builders/timelion.ts'
import { colours, outcomeColours } from './colours.ts'
import { deadLettersView, workersView as view } from './data-views.ts'
import { dashboardTitles, openingRow } from './opening.ts'

/** More workers than one screen can tell apart. */
const byWorker = valuesOf('worker.id', { label: 'Worker', size: 8 })

const records = metric(view, {
  id: 'pipeline-health-records',
  title: 'Records and what became of them',
  description: 'Every record has one outcome; one without is a bug.',
  measures: [
    sum('records.consumed', 'Consumed'),
    sum('records.applied', 'Applied'),
    sum('records.duplicate', 'Duplicates'),
    sum('records.dead_lettered', 'Dead letters'),
    largest('records.unaccounted', 'Without an outcome'),
    distinct('worker.id', 'Workers'),
  ],
})

const eventRate = timelion({
  id: 'pipeline-health-event-rate',
  title: 'Records a second, by outcome',
  plots: [
    {
      label: 'Applied',
      series: seriesOf(view, 'sum:records.applied').perSecond(),
      colour: outcomeColours.authorized,
      fill: 2,
    },
    {
      label: 'Duplicates',
      series: seriesOf(view, 'sum:records.duplicate').perSecond(),
      colour: outcomeColours.reversed,
    },
    {
      label: 'Dead letters',
      series: seriesOf(view, 'sum:records.dead_lettered').perSecond(),
      colour: outcomeColours.declined,
    },
  ],
  axis: { min: 0, units: 'custom::/s' },
})

const lag = area(view, {
  id: 'pipeline-health-lag',
  title: 'Lag: records that are not committed',
  description: 'The largest of each interval, by worker.',
  measure: largest('kafka.lag', 'Records'),
  split: byWorker,
})

const duplicates = histogram(view, {
  id: 'pipeline-health-duplicates',
  title: 'Duplicates, by worker',
  description: 'Records that repeated an event and changed nothing.',
  measure: sum('records.duplicate', 'Records'),
  split: byWorker,
})

const deadLettersByCause = histogram(deadLettersView, {
  id: 'pipeline-health-dead-letters-by-cause',
  title: 'Dead letters by cause',
  description: 'Records that are no valid event. Empty is good news.',
  measure: count('Dead letters'),
  split: valuesOf('error.code', { label: 'Cause', size: 11 }),
})

const indexDelay = timeSeries(view, {
  id: 'pipeline-health-index-delay',
  title: 'From the event to the index',
  description:
    'From event time to the acknowledged document. It is measured up to a day: a history that is sent at once is older, and stands at 24 hours. The 99th percentile is that of the slowest worker, the median the mean of theirs.',
  unit: 'ms',
  lines: [
    {
      measure: largest('index_delay.event_time.p99_ms', '99 % are not slower'),
      colour: colours.expected,
    },
    {
      measure: average('index_delay.event_time.p50_ms', 'Half are not slower'),
      colour: colours.main,
    },
  ],
})

const checkpointAge = line(view, {
  id: 'pipeline-health-checkpoint-age',
  title: 'Age of the checkpoint, by worker',
  description: 'How long records waited for their commit, at most.',
  measure: largest('checkpoint.age_ms', 'Longest wait'),
  split: byWorker,
})

const workers = table(view, {
  id: 'pipeline-health-workers',
  title: 'Workers',
  description: 'Each process is a worker of its own; it is ready while it waits for nothing.',
  rows: [valuesOf('worker.id', { label: 'Worker', size: 20 })],
  measures: [
    sum('records.consumed', 'Consumed'),
    largest('@timestamp', 'Last figures'),
    average('worker.is_ready', 'Ready'),
    largest('kafka.lag', 'Largest lag'),
    largest('checkpoint.age_ms', 'Oldest checkpoint'),
    largest('process.rss_bytes', 'Most memory'),
  ],
})

const latestDeadLetters = savedSearch(deadLettersView, {
  id: 'pipeline-health-latest-dead-letters',
  title: 'Latest dead letters',
  description: 'Empty is good news.',
  columns: ['error.code', 'error.message', 'stage', 'kafka.topic', 'kafka.partition', 'kafka.offset'], // prettier-ignore
})

const id = 'pipeline-health'
const question = 'Does every event become a document, and how soon?'

export const pipelineHealth = dashboard({
  id,
  title: dashboardTitles[id],
  question,
  from: 'now-1h',
  refreshSeconds: 10,
  rows: [
    openingRow(id, question),
    row(5, [records, 48]),
    row(13, [eventRate, 24], [lag, 24]),
    row(13, [indexDelay, 24], [checkpointAge, 24]),
    row(12, [deadLettersByCause, 24], [duplicates, 24]),
    row(12, [workers, 48]),
    row(14, [latestDeadLetters, 48]),
  ],
})
