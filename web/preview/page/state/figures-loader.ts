import type { DashboardData } from '../../api.ts'
import type { Refresh } from './address.ts'
import { fetchData, Unavailable } from './api-client.ts'
import { dashboardOf, type PageState, periodOf, questionOf, refreshOf } from './page-state.ts'
import { type LoadOutcome, Refresher } from './refresher.ts'
import type { Store } from './store.ts'

/** How often a live page asks. */
const liveMs = 2000

/**
 * Keeps the figures those of the question that the page asks, as new as its refresh says.
 *
 * @param show Draws them.
 */
export function startLoading(
  store: Store<PageState>,
  show: (data: DashboardData) => void,
): Refresher {
  const refresher = new Refresher({ load: (signal) => load(store, show, signal) })
  store.watch(questionOf, () => {
    store.update({ loading: { kind: 'waiting' } })
    refresher.restart()
  })
  store.watch(refreshOf, (refresh) => {
    refresher.every(intervalMs(refresh))
  })
  store.watch(
    ({ isPaused }) => isPaused,
    (isPaused) => {
      refresher.pause(isPaused)
    },
  )
  return refresher
}

function intervalMs(refresh: Refresh): number {
  return refresh === 'live' ? liveMs : refresh * 1000
}

async function load(
  store: Store<PageState>,
  show: (data: DashboardData) => void,
  signal: AbortSignal,
): Promise<LoadOutcome> {
  const { state } = store
  const { query, filters } = state.view
  const question = { dashboard: dashboardOf(state).id, ...periodOf(state), query, filters }
  try {
    const data = await fetchData(question, signal)
    if (signal.aborted) return 'failed'
    show(data)
    const { fromMs, toMs } = data
    store.update({ figures: { fromMs, toMs, atMs: Date.now() }, loading: { kind: 'loaded' } })
    return 'loaded'
  } catch (error) {
    if (signal.aborted) return 'failed'
    if (!(error instanceof Unavailable)) throw error
    return fail(store, error)
  }
}

function fail(store: Store<PageState>, { message, action, about }: Unavailable): LoadOutcome {
  const isAboutQuery = about === 'query'
  store.update({ loading: { kind: 'failed', problem: message, action, isAboutQuery } })
  return about === undefined ? 'failed' : 'refused'
}
