import { byId, element } from '../elements/element.ts'
import { clockTime } from '../words/format.ts'
import { type PageState, refreshOf } from '../state/page-state.ts'
import type { Store } from '../state/store.ts'

/** The line in the bar that says of when the figures are, and whether more will come. */
export function startStatus(store: Store<PageState>): void {
  const status = byId('status')
  const show = () => {
    const { figures } = store.state
    status.dataset['state'] = stateOf(store.state)
    if (figures === undefined) return
    status.replaceChildren(
      element('span', { class: 'wide' }, wordsOf(store.state)),
      clockTime(figures.atMs),
    )
  }
  store.watch((state) => state, show)
}

/** Of `#status`, as tests read it. */
function stateOf(state: PageState): 'waiting' | 'live' | 'still' | 'failed' {
  if (state.loading.kind !== 'loaded') return state.loading.kind
  return refreshOf(state) === 0 ? 'still' : 'live'
}

function wordsOf(state: PageState): string {
  const { loading } = state
  if (loading.kind === 'failed') return loading.isAboutQuery ? 'As of ' : 'No answer since '
  const refresh = refreshOf(state)
  if (refresh === 'live') return 'Live, '
  return refresh === 0 ? 'As of ' : `Every ${refresh} s, `
}
