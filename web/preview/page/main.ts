import type { DashboardData, DashboardOutline } from '../api.ts'
import { readView, type View, writeView } from './address.ts'
import { fetchDashboards, fetchData, Unavailable } from './api-client.ts'
import { byId, element } from './element.ts'
import { clockTime } from './format.ts'
import { PanelView } from './panel-view.ts'
import { Refresher } from './refresher.ts'
import { startTheme } from './theme.ts'
import { toolbar } from './toolbar.ts'

/**
 * The page: it asks which dashboards there are, draws the one that the address names, and keeps its
 * figures new.
 */
async function main(): Promise<void> {
  const dashboards = await untilAnswered(fetchDashboards)
  const [first] = dashboards
  if (first === undefined) {
    showBanner(['There are no dashboards.', 'Write them with `tally dashboards build`.'])
    return
  }
  const wanted = new URLSearchParams(location.search).get('dashboard')
  const dashboard = dashboards.find(({ id }) => id === wanted) ?? first
  showHeading(dashboard, dashboards)
  run(dashboard)
}

const retryMs = 5000

async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      const answer = await ask()
      showBanner([])
      return answer
    } catch (error) {
      showFailure(error)
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

function showHeading(shown: DashboardOutline, all: readonly DashboardOutline[]): void {
  document.title = `${shown.title} · Tallystream`
  byId('title').textContent = shown.title
  byId('question').textContent = shown.description
  const links = all.map(({ id, title }) =>
    element(
      'a',
      {
        href: `?dashboard=${encodeURIComponent(id)}`,
        'aria-current': id === shown.id ? 'page' : undefined,
      },
      title,
    ),
  )
  byId('dashboards').hidden = all.length < 2
  byId('dashboards').replaceChildren(...links)
}

function run(dashboard: DashboardOutline): void {
  const panels = new Map(dashboard.panels.map((panel) => [panel.id, new PanelView(panel)]))
  byId('panels').replaceChildren(...[...panels.values()].map(({ root }) => root))
  const fallback: View = { ...dashboard, dashboard: undefined }
  let view = readView(location.search, fallback)

  const refresher = new Refresher({
    load: async (signal) => {
      try {
        showData(await fetchData(dashboard.id, view, signal), panels, view)
        return true
      } catch (error) {
        if (signal.aborted) return false
        showFailure(error)
        return false
      }
    },
  })
  const apply = () => {
    byId('toolbar').replaceChildren(...toolbar(view, change))
    byId('status').dataset['state'] = 'waiting'
    refresher.start(view.refreshSeconds * 1000)
  }
  const change = (wanted: Partial<View>) => {
    view = { ...view, ...wanted }
    history.pushState(undefined, '', writeView(view))
    const focused = focusedControl()
    apply()
    focusControl(focused)
  }
  addEventListener('popstate', () => {
    view = readView(location.search, fallback)
    apply()
  })
  startTheme(() => {
    for (const panel of panels.values()) panel.redraw()
  })
  apply()
}

/** The toolbar is made anew when it changes; who works with the keyboard must not be thrown out. */
function focusedControl(): string | undefined {
  return document.activeElement?.getAttribute('aria-label') ?? undefined
}

function focusControl(label: string | undefined): void {
  if (label === undefined) return
  byId('toolbar')
    .querySelector<HTMLElement>(`[aria-label="${CSS.escape(label)}"]`)
    ?.focus()
}

function showData(data: DashboardData, panels: ReadonlyMap<string, PanelView>, view: View): void {
  showBanner([])
  for (const { id, picture } of data.panels) panels.get(id)?.show(picture)
  const pace = view.refreshSeconds === 0 ? '' : `, every ${view.refreshSeconds} s`
  const status = byId('status')
  status.dataset['state'] = view.refreshSeconds === 0 ? 'still' : 'live'
  status.replaceChildren(
    element('span', { class: 'wide' }, 'Refreshed '),
    clockTime(Date.now()),
    element('span', { class: 'wide' }, pace),
  )
}

function showFailure(error: unknown): void {
  if (!(error instanceof Unavailable)) throw error
  byId('status').dataset['state'] = 'failed'
  showBanner([error.message, error.action])
}

/** Old figures stay, paled, below the reason why there are no new ones. */
function showBanner(sentences: readonly string[]): void {
  const banner = byId('banner')
  const text = sentences.join('')
  // Changed only when it says something else, so that it is not read aloud again and again.
  if (banner.textContent !== text) {
    banner.replaceChildren(...sentences.map((sentence) => element('p', {}, sentence)))
  }
  byId('panels').classList.toggle('stale', text !== '')
}

await main()
