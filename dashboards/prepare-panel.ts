import { invalidDashboard } from './invalid.ts'
import { aggregationPicture, nothingWritten } from './panels/aggregation-picture.ts'
import { aggregationRequest } from './panels/aggregation-request.ts'
import { controlRequests, controlsPicture } from './panels/controls-panel.ts'
import { type PanelModel } from './panels/dashboard-model.ts'
import { markdownPicture } from './panels/markdown-panel.ts'
import { type TimelionPanel } from './panels/panel-content.ts'
import { type Period } from './panels/period.ts'
import { type Picture } from './panels/picture.ts'
import { savedSearchPicture, savedSearchRequest } from './panels/saved-search-panel.ts'
import { type SearchAnswer, type SearchRequest } from './panels/search.ts'
import { tsvbPicture } from './panels/tsvb-picture.ts'
import { tsvbRequests } from './panels/tsvb-request.ts'
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
  if ('aggregations' in content) {
    return {
      requests: [aggregationRequest(content, period)],
      draw: ([answer = missing()]) => aggregationPicture(content, answer, period),
    }
  }
  switch (content.kind) {
    case 'unreadable':
      throw invalidDashboard(content.reason, { action: content.action })
    case 'timelion':
      return prepareTimelionPanel(content, period)
    case 'metrics':
      return {
        requests: tsvbRequests(content, period),
        draw: (answers) =>
          nothingIn(content.index, answers) ?? tsvbPicture(content, answers, period),
      }
    case 'search':
      return {
        requests: [savedSearchRequest(content, period)],
        draw: ([answer = missing()]) =>
          answer._shards.total === 0
            ? nothingWritten(content.source.index)
            : savedSearchPicture(content, answer),
      }
    case 'input_control_vis':
      return {
        requests: controlRequests(content, period),
        draw: () => controlsPicture(content),
      }
    case 'markdown':
      return { requests: [], draw: () => markdownPicture(content) }
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
      const nothing = nothingIn(unwritten?.index ?? '', answers)
      if (nothing !== undefined) return nothing
      return timelionPicture(evaluate(answers), timeline)
    },
  }
}

/** Undefined when there is something to draw. */
function nothingIn(index: string, answers: readonly SearchAnswer[]): Picture | undefined {
  if (answers.some(({ _shards }) => _shards.total === 0)) return nothingWritten(index)
  const isEmpty = answers.length > 0 && answers.every(({ hits }) => hits.total.value === 0)
  return isEmpty ? { kind: 'empty', reason: 'Nothing happened in this period.' } : undefined
}

function missing(): never {
  throw new Error('expected an answer to every request')
}
