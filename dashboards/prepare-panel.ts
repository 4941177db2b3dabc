import { invalidDashboard } from './invalid.ts'
import { aggregationPicture, nothingWritten } from './panels/aggregation-picture.ts'
import { aggregationRequest } from './panels/aggregation-request.ts'
import { type PanelModel } from './panels/dashboard-model.ts'
import { type TimelionPanel } from './panels/panel-content.ts'
import { type Period } from './panels/period.ts'
import { type Picture } from './panels/picture.ts'
import { type SearchAnswer, type SearchRequest } from './panels/search.ts'
import { prepareTimelion } from './timelion/evaluate.ts'
import { timelineOf } from './timelion/timeline.ts'
import { timelionPicture } from './timelion/timelion-picture.ts'

/** A panel over one period: what to ask Elasticsearch, and what its answers look like. */
export interface PreparedPanel {
  readonly requests: readonly SearchRequest[]
  /** @param answers to the requests, in their order. */
  readonly draw: (answers: readonly SearchAnswer[]) => Picture
}

/**
 * Prepares a panel of any kind.
 *
 * @throws PipelineError `dashboards.invalid`, from here or from `draw`: why it cannot be drawn.
 */
export function preparePanel({ content }: PanelModel, period: Period): PreparedPanel {
  switch (content.kind) {
    case 'unreadable':
      throw invalidDashboard(content.reason, { action: content.action })
    case 'timelion':
      return prepareTimelionPanel(content, period)
    case 'metric':
    case 'table':
    case 'histogram':
      return {
        requests: [aggregationRequest(content, period)],
        draw: ([answer]) => aggregationPicture(content, answer ?? missing(), period),
      }
  }
}

function prepareTimelionPanel(
  { expression, interval, query }: TimelionPanel,
  period: Period,
): PreparedPanel {
  const timeline = timelineOf(period, interval)
  const { requests, evaluate } = prepareTimelion(expression, { timeline, query })
  return {
    requests,
    draw(answers) {
      const unwritten = requests.find((_request, index) => answers[index]?._shards.total === 0)
      if (unwritten !== undefined) return nothingWritten(unwritten.index)
      const isEmpty = answers.every(({ hits }) => hits.total.value === 0)
      if (isEmpty && requests.length > 0) {
        return { kind: 'empty', reason: 'Nothing happened in this period.' }
      }
      return timelionPicture(evaluate(answers), timeline)
    },
  }
}

function missing(): never {
  throw new Error('expected an answer to every request')
}
