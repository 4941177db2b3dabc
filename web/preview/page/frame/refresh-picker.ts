import { type Refresh, refreshChoices } from '../state/address.ts'
import { element } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'
import { type PageState, refreshOf } from '../state/page-state.ts'
import type { Store } from '../state/store.ts'
import { changeView } from '../state/view-actions.ts'

/** A button that refreshes now, and a list of how often it happens by itself. */
export function refreshPicker(store: Store<PageState>, onRefresh: () => void): HTMLElement {
  const now = element(
    'button',
    { class: 'button', type: 'button', 'aria-label': 'Refresh now', title: 'Refresh now (r)' },
    icon('refresh'),
  )
  const select = element('select', { 'aria-label': 'Refresh by itself' })
  now.addEventListener('click', onRefresh)
  select.addEventListener('change', () => {
    changeView(store, { refresh: select.value === 'live' ? 'live' : Number(select.value) })
  })
  store.watch(refreshOf, (refresh) => {
    // A dashboard may have a pace of its own.
    const choices = new Set([...refreshChoices, refresh])
    const options = [...choices].map((one) =>
      element('option', { value: String(one) }, nameOf(one)),
    )
    if (select.options.length !== options.length) select.replaceChildren(...options)
    select.value = String(refresh)
  })
  return element('div', { class: 'joined', role: 'group', 'aria-label': 'Refresh' }, now, select)
}

function nameOf(refresh: Refresh): string {
  if (refresh === 'live') return 'Live'
  if (refresh === 0) return 'Off'
  return refresh % 60 === 0 ? `${refresh / 60} min` : `${refresh} s`
}
