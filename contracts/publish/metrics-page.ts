import { type MetricDefinition, metricLabels } from '../metrics.ts'
import { type PublishedFile } from './file.ts'
import { code, pageHead, table, words } from './markdown.ts'

/** docs/reference/metrics.md: every metric of a worker, with its labels. */
export function metricsPage(metrics: readonly MetricDefinition[]): PublishedFile {
  const lines = [
    ...pageHead('Metrics of a worker'),
    'What a worker answers at `/metrics`, in the text format of Prometheus; where that is, and what to look at: [how to watch a worker](../how-to/watch-a-worker.md). Counters begin at 0 with each worker. Metrics of the process and of Node (`process_…`, `nodejs_…`) are told beside these.',
    '',
    ...table(['Metric', 'Type', 'Labels', 'Meaning', 'Unit'], metrics.map(rowOf)),
    '',
    '## Labels',
    '',
    ...table(
      ['Label', 'Says'],
      Object.entries(metricLabels).map(([name, meaning]) => [code(name), words(meaning)]),
    ),
    '',
    '## Buckets',
    '',
    ...table(['Histogram', 'Upper bounds'], metrics.flatMap(bucketsOf)),
  ]
  return { path: 'docs/reference/metrics.md', text: `${lines.join('\n')}\n` }
}

function rowOf({ name, type, labels, meaning, unit }: MetricDefinition): string[] {
  const shownUnit = unit === 'none' ? '' : unit
  return [code(name), type, labels.map(code).join(', '), words(meaning), shownUnit]
}

function bucketsOf({ name, buckets }: MetricDefinition): string[][] {
  return buckets === undefined ? [] : [[code(name), buckets.join(', ')]]
}
