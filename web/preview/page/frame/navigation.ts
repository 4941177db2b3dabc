import { writeView } from '../state/address.ts'
import { byId, element } from '../elements/element.ts'
import { dashboardOf, type PageState } from '../state/page-state.ts'
import type { Store } from '../state/store.ts'
import { changeView } from '../state/view-actions.ts'

/**
 * Shows which dashboard this is, and makes every link to another one, in the bar or in the text of
 * a panel, show it without a new page, with the reader's period, query and filters.
 */
export function startNavigation(store: Store<PageState>): void {
  showLinks(store)
  let isFirst = true
  store.watch(dashboardOf, ({ id, title, description }) => {
    document.title = `${title} · Tallystream`
    byId('title').textContent = title
    byId('question').textContent = description
    for (const link of byId('dashboards').children) {
      if (link instanceof HTMLAnchorElement && dashboardIn(link) === id) {
        link.setAttribute('aria-current', 'page')
        link.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      } else link.removeAttribute('aria-current')
    }
    // Who reads with their ears hears where they are now.
    if (!isFirst) byId('title').focus({ preventScroll: true })
    isFirst = false
  })
  followLinks(store)
}

function showLinks({ state }: Store<PageState>): void {
  const { dashboards } = state.overview
  const links = dashboards.map(({ id, title }) =>
    element('a', { href: `?${new URLSearchParams({ dashboard: id }).toString()}` }, title),
  )
  byId('dashboards').hidden = dashboards.length < 2
  byId('dashboards').replaceChildren(...links)
}

function followLinks(store: Store<PageState>): void {
  const addressOf = (dashboard: string) => writeView({ ...store.state.view, dashboard })
  // Before it is followed, copied or opened in a tab by whatever the browser offers for that.
  for (const event of ['pointerover', 'focusin']) {
    document.addEventListener(event, ({ target }) => {
      const link = linkAt(target)
      if (link !== undefined) link.anchor.search = addressOf(link.dashboard)
    })
  }
  document.addEventListener('click', (event) => {
    const link = linkAt(event.target)
    if (link === undefined || isForBrowser(event, link.anchor)) return
    event.preventDefault()
    changeView(store, { dashboard: link.dashboard })
    scrollTo({ top: 0 })
  })
}

function linkAt(target: EventTarget | null) {
  const anchor = target instanceof Element ? target.closest('a') : null
  const dashboard = anchor === null ? undefined : dashboardIn(anchor)
  return anchor === null || dashboard === undefined ? undefined : { anchor, dashboard }
}

/** Which dashboard a link leads to; undefined = it leads elsewhere. */
function dashboardIn({ origin, pathname, search }: HTMLAnchorElement): string | undefined {
  if (origin !== location.origin || pathname !== location.pathname) return undefined
  return new URLSearchParams(search).get('dashboard') ?? undefined
}

/** A click that asks for a tab, a window or a download. */
function isForBrowser(event: MouseEvent, { target }: HTMLAnchorElement): boolean {
  const { altKey, button, ctrlKey, defaultPrevented, metaKey, shiftKey } = event
  const isPlain = button === 0 && !(altKey || ctrlKey || metaKey || shiftKey)
  return defaultPrevented || !isPlain || (target !== '' && target !== '_self')
}
