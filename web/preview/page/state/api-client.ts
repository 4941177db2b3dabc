import type { ApiProblem, DashboardData, Overview } from '../../api.ts'
import { filtersInForce, type PageFilter } from './page-filter.ts'
import type { PeriodText } from './period.ts'

/** Why there are no figures, in words for the reader. */
export class Unavailable extends Error {
  readonly action: string
  /** What of the question is wrong; undefined when it may be answered at another time. */
  readonly about: ApiProblem['about']

  constructor({ problem, action, about }: ApiProblem) {
    super(problem)
    this.action = action
    this.about = about
  }
}

export interface Question extends PeriodText {
  readonly dashboard: string
  /** Lucene; empty = everything. */
  readonly query: string
  readonly filters: readonly PageFilter[]
}

/** Longer than the server waits for Elasticsearch, so that its explanation arrives. */
const answerTimeoutMs = 15_000

/** @throws Unavailable */
export function fetchOverview(): Promise<Overview> {
  return fetchJson<Overview>('/api/dashboards', AbortSignal.timeout(answerTimeoutMs))
}

/** @throws Unavailable, or what `signal` was aborted with. */
export function fetchData(question: Question, signal: AbortSignal): Promise<DashboardData> {
  const { dashboard, from, to, query } = question
  const filters = filtersInForce(question.filters)
  const parameters = new URLSearchParams({
    from,
    to,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(query === '' ? {} : { query }),
    ...(filters.length === 0 ? {} : { filters: JSON.stringify(filters) }),
  })
  return fetchJson<DashboardData>(
    `/api/dashboards/${encodeURIComponent(dashboard)}/data?${parameters.toString()}`,
    AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
  )
}

/** The answers are those of the server that also served this page, so their shape is trusted. */
async function fetchJson<Answer>(path: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(path, { signal })
    if (response.ok) return (await response.json()) as Answer
    throw new Unavailable(await readProblem(response))
  } catch (error) {
    if (error instanceof Unavailable) throw error
    if (signal.aborted && !isTimeout(signal.reason)) throw error
    throw new Unavailable({
      problem: 'The preview itself does not answer.',
      action: 'Start it again with `npm start` or `tally dashboards preview`.',
    })
  }
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}

async function readProblem(response: Response): Promise<ApiProblem> {
  try {
    return (await response.json()) as ApiProblem
  } catch {
    return { problem: `The preview answered ${response.status}.`, action: 'Reload the page.' }
  }
}
