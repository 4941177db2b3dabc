import { type DashboardModel, type PanelModel } from '../../dashboards/panels/dashboard-model.ts'
import { type SearchOutcome } from '../../dashboards/panels/multi-search.ts'
import { narrowRequest } from '../../dashboards/panels/narrow-request.ts'
import { type Picture } from '../../dashboards/panels/picture.ts'
import { type SearchRequest } from '../../dashboards/panels/search.ts'
import { type PreparedPanel, preparePanel } from '../../dashboards/prepare-panel.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type ApiProblem, type DashboardData, type PanelData } from './api.ts'
import { type Question, type Search } from './question.ts'
import { refusedChoice } from './refused-choice.ts'

type DataResult =
  | { readonly ok: true; readonly data: DashboardData }
  /** What the reader chose cannot be asked, of whichever panel. */
  | { readonly ok: false; readonly problem: ApiProblem }

/**
 * Draws every panel of a dashboard over a period, with one request to Elasticsearch.
 *
 * A panel that cannot be drawn says why in its place; the others are drawn all the same.
 *
 * @throws what `search` throws.
 */
export async function dashboardData(
  { panels }: DashboardModel,
  question: Question,
  search: Search,
): Promise<DataResult> {
  const prepared = panels.map((panel) => prepare(panel, question))
  const requests = prepared.flatMap((panel) => panel.requests)
  const outcomes = await search(requests)
  const refused = requests.filter((_request, position) => isRefused(outcomes[position]))
  const problem = await refusedChoice(refused, question, search)
  if (problem !== undefined) return { ok: false, problem }
  const remaining = [...outcomes]
  const { fromMs, toMs } = question.period
  const drawn = prepared.map(({ id, ignoredFilters, requests: { length }, draw }): PanelData => ({
    id,
    picture: draw(remaining.splice(0, length)),
    ignoredFilters,
  }))
  return { ok: true, data: { fromMs, toMs, panels: drawn } }
}

function isRefused(outcome: SearchOutcome | undefined): boolean {
  return outcome?.ok === false && !outcome.isLate
}

interface Drawable extends Pick<PanelData, 'id' | 'ignoredFilters'> {
  readonly requests: readonly SearchRequest[]
  readonly draw: (outcomes: readonly SearchOutcome[]) => Picture
}

function prepare(panel: PanelModel, { period, choice, sources }: Question): Drawable {
  const { id } = panel
  let prepared: PreparedPanel
  try {
    prepared = preparePanel(panel, period)
  } catch (error) {
    const picture = failureOf(error)
    return { id, ignoredFilters: [], requests: [], draw: () => picture }
  }
  const narrowed = prepared.requests.map((one) => narrowRequest(one, choice, { period, sources }))
  return {
    id,
    ignoredFilters: [...new Set(narrowed.flatMap(({ ignored }) => ignored))],
    requests: narrowed.map(({ request }) => request),
    draw: (outcomes) => draw(prepared, outcomes),
  }
}

function draw(prepared: PreparedPanel, outcomes: readonly SearchOutcome[]): Picture {
  const failed = outcomes.find((outcome) => !outcome.ok)
  if (failed !== undefined) return unanswered(failed)
  try {
    return prepared.draw(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.answer] : [])))
  } catch (error) {
    return failureOf(error)
  }
}

function unanswered({ isLate, reason }: Extract<SearchOutcome, { ok: false }>): Picture {
  return isLate
    ? {
        kind: 'failure',
        reason: `Elasticsearch answered with a part of the data: ${reason}`,
        action: 'Choose a shorter period, or wait: the page asks again by itself.',
      }
    : {
        kind: 'failure',
        reason: `Elasticsearch refused the search: ${reason}`,
        action: 'Check the field names and the query of the panel.',
      }
}

/** Anything but a PipelineError is a bug, and not hidden in a panel. */
function failureOf(error: unknown): Picture {
  if (!(error instanceof PipelineError)) throw error
  return { kind: 'failure', reason: error.message, action: error.action }
}
