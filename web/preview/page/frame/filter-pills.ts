import { byId, element } from '../elements/element.ts'
import { filterText } from '../state/filter-text.ts'
import { icon } from '../elements/icon.ts'
import { type PageFilter, switched, turnedRound } from '../state/page-filter.ts'
import type { PageState } from '../state/page-state.ts'
import type { Store } from '../state/store.ts'
import { changeView } from '../state/view-actions.ts'

/** What narrows the dashboard, a pill for each filter: to turn round, to switch off, to remove. */
export class FilterPills {
  readonly #store: Store<PageState>
  readonly #root = byId('filters')
  #shown: readonly PageFilter[]

  constructor(store: Store<PageState>) {
    this.#store = store
    this.#shown = store.state.view.filters
    store.watch(
      ({ view }) => view.filters,
      (filters) => {
        this.#show(filters)
      },
    )
  }

  #show(filters: readonly PageFilter[]): void {
    this.#announce(filters)
    const focused = this.#focused()
    const pills = filters.map((filter, position) => this.#pill(filter, position))
    this.#root.hidden = pills.length === 0
    this.#root.replaceChildren(...pills, ...(pills.length < 2 ? [] : [this.#clearAll()]))
    this.#shown = filters
    if (focused !== undefined) this.#focus(focused)
  }

  #pill(filter: PageFilter, position: number): HTMLElement {
    const text = this.#textOf(filter)
    const [not, rest] = filter.isNot === true ? ['Not ', text.slice('Not '.length)] : ['', text]
    const change = (changed: PageFilter | undefined) => () => {
      const { filters } = this.#store.state.view
      const others = changed === undefined ? [] : [changed]
      changeView(this.#store, { filters: filters.toSpliced(position, 1, ...others) })
    }
    return element(
      'li',
      { class: filter.isOff === true ? 'pill off' : 'pill', 'data-filter': filter.kind },
      this.#button(`Turn round: ${text}`, 'Not, or not not', change(turnedRound(filter)), [
        element('span', { class: 'not' }, not),
        rest,
      ]),
      this.#button(
        filter.isOff === true ? `Switch on: ${text}` : `Switch off: ${text}`,
        filter.isOff === true ? 'Switch on' : 'Switch off',
        change(switched(filter)),
        [icon(filter.isOff === true ? 'hidden' : 'eye')],
      ),
      this.#button(`Remove: ${text}`, 'Remove', change(undefined), [icon('close')]),
    )
  }

  #button(
    name: string,
    title: string,
    onClick: () => void,
    content: readonly (Node | string)[],
  ): HTMLElement {
    const button = element('button', { type: 'button', 'aria-label': name, title }, ...content)
    button.addEventListener('click', onClick)
    return button
  }

  #clearAll(): HTMLElement {
    const clear = element('button', { class: 'bare', type: 'button' }, 'Clear all')
    clear.addEventListener('click', () => {
      changeView(this.#store, { filters: [] })
    })
    return element('li', {}, clear)
  }

  #textOf(filter: PageFilter): string {
    return filterText(filter, this.#store.state.overview.fields)
  }

  /** For who does not see that a pill came or went. */
  #announce(filters: readonly PageFilter[]): void {
    const before = new Set(this.#shown.map((filter) => this.#textOf(filter)))
    const now = new Set(filters.map((filter) => this.#textOf(filter)))
    const added = [...now].filter((text) => !before.has(text)).map((text) => `Filter: ${text}.`)
    const removed = [...before].filter((text) => !now.has(text))
    const said = [...added, ...removed.map((text) => `No longer a filter: ${text}.`)]
    if (said.length > 0) byId('announcement').textContent = said.join(' ')
  }

  /** Which button of which pill has the focus: pills are made anew, and it must not get lost. */
  #focused(): number | undefined {
    const buttons = [...this.#root.querySelectorAll('button')]
    const position = buttons.findIndex((button) => button === document.activeElement)
    return position === -1 ? undefined : position
  }

  #focus(position: number): void {
    const buttons = [...this.#root.querySelectorAll('button')]
    const button = buttons[position] ?? buttons.at(-1)
    if (button === undefined) byId('panels').focus({ preventScroll: true })
    else button.focus()
  }
}
