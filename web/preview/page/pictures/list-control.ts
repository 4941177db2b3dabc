import type { FilterValue } from '../../../../dashboards/panels/filter.ts'
import type { Control } from '../../../../dashboards/panels/picture.ts'
import { element } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'
import type { PageActions } from '../state/page-actions.ts'
import { attachPopover } from '../elements/popover.ts'
import { valueLabel } from '../words/value-label.ts'

type List = Extract<Control, { readonly kind: 'list' }>

interface Option {
  readonly label: string
  readonly value: FilterValue
  /** Undefined for what is chosen and no longer offered. */
  readonly count: number | undefined
}

/** With more options than this, one can be looked for. */
const optionsWithoutSearchMax = 10

/** A button that says what of a field is chosen, and opens a list of what can be. */
export class ListControl {
  readonly root: HTMLElement
  readonly #actions: PageActions
  readonly #chosen = element('span', { class: 'chosen' })
  readonly #search: HTMLInputElement
  readonly #options: HTMLElement
  readonly #clear: HTMLButtonElement
  readonly #content: HTMLElement
  #list: List

  constructor(list: List, actions: PageActions) {
    this.#list = list
    this.#actions = actions
    const { label } = list
    const button = element(
      'button',
      { class: 'chooser', type: 'button' },
      element('span', { class: 'name' }, label),
      this.#chosen,
      icon('down'),
    )
    this.#search = element('input', {
      type: 'search',
      placeholder: 'Find',
      'aria-label': `Find in ${label}`,
    })
    this.#options = element('div', { class: 'options' })
    this.#clear = element('button', { class: 'button', type: 'button' }, 'Clear')
    this.#content = element(
      'div',
      { class: 'choices', role: 'group', 'aria-label': label },
      this.#search,
      this.#options,
      this.#clear,
    )
    attachPopover(button, this.#content)
    this.root = element('div', { class: 'control' }, button, this.#content)
    this.#listen()
  }

  /** Leaves the list as it is while the reader has it open: nothing moves below the pointer. */
  show(list: List): void {
    this.#list = list
    this.redraw()
  }

  redraw(): void {
    this.#showChosen()
    if (!this.#content.matches(':popover-open')) this.#showOptions()
  }

  #listen(): void {
    this.#search.addEventListener('input', () => {
      this.#showFound()
    })
    this.#options.addEventListener('change', () => {
      const inputs = [...this.#options.querySelectorAll('input')]
      this.#choose(inputs.filter(({ checked }) => checked).map(valueOf))
    })
    this.#content.addEventListener('keydown', (event) => {
      this.#moveFocus(event)
    })
    this.#content.addEventListener('toggle', () => {
      this.#search.value = ''
      this.#showOptions()
      this.#focusFirst()
    })
    this.#clear.addEventListener('click', () => {
      this.#choose([])
      this.#content.hidePopover()
    })
  }

  #choose(values: readonly FilterValue[]): void {
    const { field } = this.#list
    const filter = values.length === 0 ? undefined : { kind: 'is' as const, field, values }
    this.#actions.setFilter(field, filter)
  }

  #chosenValues(): readonly FilterValue[] {
    const filter = this.#actions.filterOf(this.#list.field)
    return filter?.kind === 'is' && filter.isNot !== true ? filter.values : []
  }

  #showChosen(): void {
    const values = this.#chosenValues()
    const labels = values.map((value) => valueLabel(value, this.#list.labels))
    this.#chosen.textContent = labels.length === 0 ? 'All' : labels.join(', ')
    this.root.classList.toggle('narrows', labels.length > 0)
    this.#clear.hidden = labels.length === 0
  }

  #showOptions(): void {
    const { field, isMultiple, labels, options } = this.#list
    const chosen = new Set(this.#chosenValues())
    const offered = new Set(options.map(({ value }) => value))
    const others = [...chosen].filter((value) => !offered.has(value))
    const all: readonly Option[] = [
      ...others.map((value) => ({ label: valueLabel(value, labels), value, count: undefined })),
      ...options,
    ]
    const rows = all.map((option) =>
      optionRow(option, {
        type: isMultiple ? 'checkbox' : 'radio',
        name: field,
        checked: chosen.has(option.value),
      }),
    )
    this.#search.hidden = all.length <= optionsWithoutSearchMax
    this.#options.replaceChildren(...rows)
    this.#showFound()
  }

  #showFound(): void {
    const wanted = this.#search.value.trim().toLowerCase()
    for (const row of this.#options.children) {
      if (!(row instanceof HTMLElement)) continue
      row.hidden = !row.textContent.toLowerCase().includes(wanted)
    }
  }

  /** On a touch screen that would bring up the keyboard, over half of the list. */
  #focusFirst(): void {
    const isTouch = matchMedia('(pointer: coarse)').matches
    if (this.#content.matches(':popover-open') && !isTouch) this.#shownInputs()[0]?.focus()
  }

  #shownInputs(): HTMLInputElement[] {
    const inputs = [...this.#content.querySelectorAll('input')]
    return inputs.filter((input) => input.checkVisibility())
  }

  /** By arrow keys through the list; where one only can be chosen, the browser does it. */
  #moveFocus(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !this.#list.isMultiple) return
    const inputs = this.#shownInputs()
    const place = inputs.findIndex((input) => input === document.activeElement)
    inputs.at((place + step + inputs.length) % inputs.length)?.focus()
    event.preventDefault()
  }
}

interface Choice {
  readonly type: 'checkbox' | 'radio'
  readonly name: string
  readonly checked: boolean
}

function optionRow({ label, value, count }: Option, choice: Choice): HTMLElement {
  const counted = count === undefined ? [] : [countOf(count)]
  return element(
    'label',
    {},
    element('input', { ...choice, value: JSON.stringify(value) }),
    element('span', { title: label }, label),
    ...counted,
  )
}

function countOf(count: number): HTMLElement {
  return element('data', { value: String(count) }, new Intl.NumberFormat().format(count))
}

/** What `optionRow` has written. */
function valueOf({ value }: HTMLInputElement): FilterValue {
  return JSON.parse(value) as FilterValue
}
