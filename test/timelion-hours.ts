import { type SearchAnswer } from '../dashboards/panels/search.ts'
import { prepareTimelion } from '../dashboards/timelion/evaluate.ts'
import { timelineOf } from '../dashboards/timelion/timeline.ts'

export const hourMs = 3_600_000
export const fromMs = Date.UTC(2026, 10, 21, 6)
export const hours = 6
export const timeline = timelineOf({ fromMs, toMs: fromMs + hours * hourMs, zone: 'UTC' }, '1h')
export const context = { timeline, query: '' }
export const source = "index='tally-x', timefield='@timestamp'"

/** An answer with one bucket an hour: the figures are both its counts and its metrics. */
export function answer(values: readonly (number | null)[], startMs = fromMs): SearchAnswer {
  const buckets = values.map((value, index) => ({
    key: startMs + index * hourMs,
    doc_count: value ?? 0,
    metric0: { value, values: { '50.0': value, '99.9': value } },
  }))
  return {
    _shards: { total: 1, failed: 0 },
    hits: { total: { value: 1 } },
    aggregations: { time: { buckets } },
  }
}

/** What an expression becomes over these answers to its searches. */
export function evaluate(expression: string, ...answers: SearchAnswer[]) {
  return prepareTimelion(expression, context).evaluate(answers)
}

/** The figures of each of its series. */
export function valuesOf(expression: string, ...answers: SearchAnswer[]): (number | null)[][] {
  return evaluate(expression, ...answers).series.map(({ points }) =>
    points.map(([, value]) => value),
  )
}
