import type { DashboardData } from '../../api.ts'
import { byId } from '../elements/element.ts'
import { filterSubject } from '../state/filter-text.ts'
import type { PageActions } from '../state/page-actions.ts'
import { filtersInForce } from '../state/page-filter.ts'
import { dashboardOf, type PageState } from '../state/page-state.ts'
import { PanelView } from './panel-view.ts'
import type { Span } from '../state/period.ts'
import type { Store } from '../state/store.ts'

/** The panels of whichever dashboard is shown. */
export class DashboardPanels {
  readonly #store: Store<PageState>
  #views: ReadonlyMap<string, PanelView> = new Map()

  constructor(store: Store<PageState>, actions: PageActions) {
    this.#store = store
    const grid = byId('panels')
    store.watch(dashboardOf, ({ panels }) => {
      for (const view of this.#views.values()) view.dispose()
      this.#views = new Map(panels.map((panel) => [panel.id, new PanelView(panel, actions)]))
      grid.replaceChildren(...[...this.#views.values()].map(({ root }) => root))
    })
    store.watch(
      ({ view }) => view.filters,
      () => {
        this.#redrawControls()
      },
    )
    store.watch(
      ({ loading }) => loading.kind,
      (kind) => {
        grid.classList.toggle('stale', kind === 'failed')
        grid.setAttribute('aria-busy', String(kind === 'waiting'))
      },
    )
  }

  show({ panels }: DashboardData): void {
    const { overview, view } = this.#store.state
    const filters = filtersInForce(view.filters)
    for (const { id, picture, ignoredFilters } of panels) {
      const ignored = filters.filter((_filter, position) => ignoredFilters.includes(position))
      const subjects = ignored.map((filter) => filterSubject(filter, overview.fields))
      this.#views.get(id)?.show(picture, [...new Set(subjects)])
    }
  }

  /** In the colours of another theme. */
  redraw(): void {
    for (const view of this.#views.values()) view.redraw()
  }

  slide({ fromMs, toMs }: Span): void {
    for (const view of this.#views.values()) view.slide(fromMs, toMs)
  }

  /** They show the filters that there are, before and without new figures. */
  #redrawControls(): void {
    for (const view of this.#views.values()) {
      if (view.root.dataset['picture'] === 'controls') view.redraw()
    }
  }
}
