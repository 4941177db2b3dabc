import { type DashboardModel, type PanelModel } from '../../dashboards/panels/dashboard-model.ts'
import { type SearchOutcome } from '../../dashboards/panels/multi-search.ts'
import { type Period } from '../../dashboards/panels/period.ts'
import { type Picture } from '../../dashboards/panels/picture.ts'
import { type SearchRequest } from '../../dashboards/panels/search.ts'
import { type PreparedPanel, preparePanel } from '../../dashboards/prepare-panel.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type DashboardData } from './api.ts'

type Search = (requests: readonly SearchRequest[]) => Promise<SearchOutcome[]>

/**
 * Draws every panel of a dashboard over a period, with one request to Elasticsearch.
 *
 * A panel that cannot be drawn says why in its place; the others are drawn all the same.
 *
 * @throws what `search` throws.
 */
export async function dashboardData(
  { panels }: DashboardModel,
  period: Period,
  search: Search,
): Promise<DashboardData> {
  const prepared = panels.map((panel) => prepare(panel, period))
  const outcomes = await search(prepared.flatMap(({ requests }) => requests))
  const remaining = [...outcomes]
  return {
    fromMs: period.fromMs,
    toMs: period.toMs,
    panels: prepared.map(({ id, requests, draw }) => ({
      id,
      picture: draw(remaining.splice(0, requests.length)),
    })),
  }
}

interface Drawable {
  readonly id: string
  readonly requests: readonly SearchRequest[]
  readonly draw: (outcomes: readonly SearchOutcome[]) => Picture
}

function prepare(panel: PanelModel, period: Period): Drawable {
  const { id } = panel
  let prepared: PreparedPanel
  try {
    prepared = preparePanel(panel, period)
  } catch (error) {
    const picture = failureOf(error)
    return { id, requests: [], draw: () => picture }
  }
  return { id, requests: prepared.requests, draw: (outcomes) => draw(prepared, outcomes) }
}

function draw(prepared: PreparedPanel, outcomes: readonly SearchOutcome[]): Picture {
  const failed = outcomes.find((outcome) => !outcome.ok)
  if (failed !== undefined) {
    return {
      kind: 'failure',
      reason: `Elasticsearch refused the search: ${failed.reason}`,
      action: 'Check the field names and the query of the panel.',
    }
  }
  try {
    return prepared.draw(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.answer] : [])))
  } catch (error) {
    return failureOf(error)
  }
}

/** Anything but a PipelineError is a bug, and not hidden in a panel. */
function failureOf(error: unknown): Picture {
  if (!(error instanceof PipelineError)) throw error
  return { kind: 'failure', reason: error.message, action: error.action }
}
