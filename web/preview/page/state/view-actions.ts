import { readView, type View, writeView } from './address.ts'
import type { PageActions } from './page-actions.ts'
import { addFilters, fieldOf, limitProblem, replaceFilter } from './page-filter.ts'
import { fixedPeriod } from './period.ts'
import type { PageState } from './page-state.ts'
import type { Store } from './store.ts'

/** Shows something else and writes it into the address; what is not named stays as it is. */
export function changeView(store: Store<PageState>, change: Partial<View>): void {
  const view = { ...store.state.view, ...change }
  const address = writeView(view)
  if (address === writeView(store.state.view)) return
  const problem = limitProblem(view.filters)
  if (problem !== undefined) {
    store.update({ notes: [problem] })
    return
  }
  history.pushState(undefined, '', location.pathname + address)
  store.update({ view, notes: [] })
}

/** Shows what the address says whenever the reader goes back or forward. */
export function followAddress(store: Store<PageState>): void {
  addEventListener('popstate', () => {
    const { view, problems } = readView(location.search)
    // A link within the page comes here too, and asks for nothing else.
    if (writeView(view) !== writeView(store.state.view)) store.update({ view, notes: problems })
  })
}

export function pageActions(store: Store<PageState>): PageActions {
  const filters = () => store.state.view.filters
  return {
    narrow: (narrowing) => {
      changeView(store, { filters: addFilters(filters(), narrowing) })
    },
    zoom: (fromMs, toMs) => {
      changeView(store, fixedPeriod({ fromMs, toMs }))
    },
    filterOf: (field) =>
      filters().find((filter) => fieldOf(filter) === field && filter.isOff !== true),
    setFilter: (field, filter) => {
      changeView(store, { filters: replaceFilter(filters(), field, filter) })
    },
  }
}
