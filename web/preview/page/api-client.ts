import type { ApiProblem, DashboardData, DashboardOutline } from '../api.ts'
import type { View } from './address.ts'

/** Why there are no figures, in words for the reader. */
export class Unavailable extends Error {
  readonly action: string

  constructor({ problem, action }: ApiProblem) {
    super(problem)
    this.action = action
  }
}

/** Longer than the server waits for Elasticsearch, so that its explanation arrives. */
const answerTimeoutMs = 15_000

/** @throws Unavailable */
export function fetchDashboards(): Promise<DashboardOutline[]> {
  return fetchJson<DashboardOutline[]>('/api/dashboards', AbortSignal.timeout(answerTimeoutMs))
}

/** @throws Unavailable, or what `signal` was aborted with. */
export function fetchData(id: string, view: View, signal: AbortSignal): Promise<DashboardData> {
  const parameters = new URLSearchParams({
    from: view.from,
    to: view.to,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
  return fetchJson<DashboardData>(
    `/api/dashboards/${encodeURIComponent(id)}/data?${parameters.toString()}`,
    AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
  )
}

/** The answers are those of the server that also served this page, so their shape is trusted. */
async function fetchJson<Answer>(path: string, signal: AbortSignal): Promise<Answer> {
  const response = await ask(path, signal)
  if (response.ok) return (await response.json()) as Answer
  throw new Unavailable(await readProblem(response))
}

async function ask(path: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, { signal })
  } catch (error) {
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
