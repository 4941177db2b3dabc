import type { Overview } from '../api.ts'
import { readView } from './state/address.ts'
import { fetchOverview, Unavailable } from './state/api-client.ts'
import { showBanner, startBanner } from './frame/banner.ts'
import { DashboardPanels } from './panels/dashboard-panels.ts'
import { byId } from './elements/element.ts'
import { startLoading } from './state/figures-loader.ts'
import { FilterPills } from './frame/filter-pills.ts'
import { icon } from './elements/icon.ts'
import { startNavigation } from './frame/navigation.ts'
import type { PageState } from './state/page-state.ts'
import { watchPauses } from './state/pauses.ts'
import { PeriodPicker } from './frame/period-picker.ts'
import { QueryBar } from './frame/query-bar.ts'
import { refreshPicker } from './frame/refresh-picker.ts'
import { type Shortcut, startShortcuts } from './frame/shortcuts.ts'
import { startSliding } from './state/sliding.ts'
import { startStatus } from './frame/status.ts'
import { Store } from './state/store.ts'
import { startTheme } from './frame/theme.ts'
import { followAddress, pageActions } from './state/view-actions.ts'

/**
 * The page: it asks which dashboards there are, draws the one that the address names, and keeps its
 * figures new.
 */
async function main(): Promise<void> {
  const overview = await untilAnswered(fetchOverview)
  if (overview.dashboards.length === 0) {
    showBanner(['There are no dashboards.', 'Write them with `tally dashboards build`.'])
    return
  }
  run(new Store(firstState(overview)))
}

const retryMs = 5000

async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      const answer = await ask()
      showBanner([])
      return answer
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      byId('status').dataset['state'] = 'failed'
      showBanner([error.message, error.action])
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

function firstState(overview: Overview): PageState {
  const { view, problems } = readView(location.search)
  const isUnknown =
    view.dashboard !== undefined && !overview.dashboards.some(({ id }) => id === view.dashboard)
  const unknown = `There is no dashboard ${String(view.dashboard)}: this is the first one.`
  return {
    overview,
    view,
    figures: undefined,
    loading: { kind: 'waiting' },
    isPaused: false,
    notes: isUnknown ? [unknown, ...problems] : problems,
  }
}

function run(store: Store<PageState>): void {
  followAddress(store)
  watchPauses(store)
  startBanner(store)
  startStatus(store)
  const panels = new DashboardPanels(store, pageActions(store))
  const period = new PeriodPicker(store)
  const queryBar = new QueryBar(store)
  const refresher = startLoading(store, (data) => {
    panels.show(data)
  })
  const refresh = () => {
    store.update({ loading: { kind: 'waiting' } })
    refresher.refresh()
  }
  byId('toolbar').replaceChildren(period.root, refreshPicker(store, refresh))
  byId('search').replaceChildren(queryBar.root)
  new FilterPills(store)
  startNavigation(store)
  startTheme(() => {
    panels.redraw()
  })
  startSliding(store, (span) => {
    panels.slide(span)
  })
  byId('shortcuts').replaceChildren(icon('keyboard'))
  startShortcuts([
    {
      key: '/',
      does: 'Write a query',
      run: () => {
        queryBar.focus()
      },
    },
    { key: 'r', does: 'Refresh', run: refresh },
    ...shiftShortcuts(period),
  ])
}

function shiftShortcuts(period: PeriodPicker): Shortcut[] {
  const shift = (direction: -1 | 1) => () => {
    period.shift(direction)
  }
  return [
    { key: '[', does: 'Earlier, by half of the period', run: shift(-1) },
    { key: ']', does: 'Later, by half of the period', run: shift(1) },
  ]
}

await main()
