import { queryLengthMax } from '../state/address.ts'
import { element } from '../elements/element.ts'
import { QuerySuggestions } from './query-suggestions.ts'
import { icon } from '../elements/icon.ts'
import { dashboardOf, type PageState } from '../state/page-state.ts'
import { attachPopover } from '../elements/popover.ts'
import type { Store } from '../state/store.ts'
import { insertSuggestion, type Suggestion, suggestionsFor } from './suggestions.ts'
import { changeView } from '../state/view-actions.ts'

/** A query in Lucene for the whole dashboard, with names of fields and values while it is written. */
export class QueryBar {
  readonly root: HTMLElement
  readonly #store: Store<PageState>
  readonly #input = element('input', {
    type: 'text',
    name: 'query',
    'aria-label': 'Lucene query',
    'aria-describedby': 'query-problem',
    maxlength: String(queryLengthMax),
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
  })
  readonly #clear = element(
    'button',
    { class: 'bare', type: 'button', 'aria-label': 'Clear the query', title: 'Clear' },
    icon('close'),
  )
  readonly #suggestions: QuerySuggestions

  constructor(store: Store<PageState>) {
    this.#store = store
    this.#suggestions = new QuerySuggestions(this.#input, (suggestion) => {
      this.#insert(suggestion)
    })
    const problem = element('p', { id: 'query-problem', class: 'problem', role: 'alert' })
    const bar = element(
      'div',
      { class: 'query' },
      icon('search'),
      this.#input,
      this.#clear,
      ...help(),
      this.#suggestions.root,
    )
    this.root = element('form', { role: 'search' }, bar, problem)
    this.#listen()
    store.watch(
      ({ view }) => view.query,
      (query) => {
        this.#input.value = query
        this.#showClear()
      },
    )
    store.watch(dashboardOf, ({ queryExample }) => {
      this.#input.placeholder = queryExample === '' ? 'Search' : `Search, such as ${queryExample}`
    })
    store.watch(problemOf, (text) => {
      problem.textContent = text
      this.#input.setAttribute('aria-invalid', String(text !== ''))
    })
  }

  focus(): void {
    this.#input.focus()
    this.#input.select()
  }

  #listen(): void {
    this.root.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#run()
    })
    this.#input.addEventListener('input', () => {
      this.#showClear()
      this.#suggest()
    })
    this.#input.addEventListener('keydown', (event) => {
      const isWanted = event.key === 'ArrowDown' && !this.#suggestions.isOpen
      if (isWanted) this.#suggest()
    })
    this.#clear.addEventListener('click', () => {
      this.#input.value = ''
      this.#run()
      this.#input.focus()
    })
  }

  #run(): void {
    this.#suggestions.close()
    this.#showClear()
    changeView(this.#store, { query: this.#input.value.trim() })
  }

  #showClear(): void {
    this.#clear.hidden = this.#input.value === ''
  }

  #suggest(): void {
    this.#suggestions.show(suggestionsFor(this.#typed(), this.#store.state.overview.fields))
  }

  #insert(suggestion: Suggestion): void {
    const { text, cursor } = insertSuggestion(this.#typed(), suggestion)
    this.#input.value = text
    this.#input.setSelectionRange(cursor, cursor)
    this.#input.focus()
    this.#showClear()
    // After a field, its values.
    if (text.at(cursor - 1) === ':') this.#suggest()
  }

  #typed() {
    const text = this.#input.value
    return { text, cursor: this.#input.selectionStart ?? text.length }
  }
}

function problemOf({ loading }: PageState): string {
  const isShown = loading.kind === 'failed' && loading.isAboutQuery
  return isShown ? `${loading.problem} ${loading.action}` : ''
}

const examples = [
  ['transaction.outcome:declined', 'a value'],
  ['merchant.name:"Green Grocer"', 'words that belong together'],
  ['place.city:Par*', 'a beginning'],
  ['transaction.amount_eur:>100', 'more than; also >=, <, <='],
  ['transaction.amount_eur:[10 TO 50]', 'from and to'],
  ['_exists_:merchant.name', 'there is one at all'],
  ['declined AND NOT (travel OR fuel)', 'together, in any field'],
] as const

function help(): HTMLElement[] {
  const button = element(
    'button',
    { class: 'bare', type: 'button', 'aria-label': 'How to write a query', title: 'Help' },
    '?',
  )
  const rows = examples.map(([query, meaning]) =>
    element('div', {}, element('dt', {}, element('code', {}, query)), element('dd', {}, meaning)),
  )
  const content = element(
    'div',
    { class: 'help', role: 'group', 'aria-label': 'How to write a query' },
    element('p', {}, 'Lucene: a field, a colon, and what it must be'),
    element('dl', {}, ...rows),
    element(
      'p',
      { class: 'hint' },
      'Names of fields, and values that panels put in words, are offered while you write; Enter runs it.',
    ),
  )
  attachPopover(button, content)
  return [button, content]
}
