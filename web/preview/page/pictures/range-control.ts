import type { Filter } from '../../../../dashboards/panels/filter.ts'
import type { Control } from '../../../../dashboards/panels/picture.ts'
import { element } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'
import type { PageActions } from '../state/page-actions.ts'

type Range = Extract<Control, { readonly kind: 'range' }>

/** Two fields for both ends of a range: from, included, to, excluded. Empty = no end. */
export class RangeControl {
  readonly root: HTMLElement
  readonly #actions: PageActions
  readonly #field: string
  readonly #from: HTMLInputElement
  readonly #to: HTMLInputElement
  readonly #clear: HTMLButtonElement
  #step = 1

  constructor({ field, label }: Range, actions: PageActions) {
    this.#actions = actions
    this.#field = field
    this.#from = end(`${label}, from`)
    this.#to = end(`${label}, below`)
    this.#clear = element(
      'button',
      { class: 'bare', type: 'button', 'aria-label': `Clear ${label}`, title: 'Clear' },
      icon('close'),
    )
    this.root = element(
      'div',
      { class: 'control range', role: 'group', 'aria-label': label },
      element('span', { class: 'name' }, label),
      this.#from,
      element('span', { 'aria-hidden': 'true' }, '–'),
      this.#to,
      this.#clear,
    )
    this.root.addEventListener('change', () => {
      this.#choose()
    })
    for (const input of [this.#from, this.#to]) {
      input.addEventListener('keydown', (event) => {
        this.#stepBy(input, event)
      })
    }
    this.#clear.addEventListener('click', () => {
      this.#from.value = ''
      this.#to.value = ''
      this.#choose()
      this.#from.focus()
    })
  }

  show({ step, minimum, maximum }: Range): void {
    this.#step = step
    // A range ends below its end, so that the largest is in it only when the end is beyond it.
    this.#from.placeholder = minimum === null ? '' : onStep(Math.floor(minimum / step), step)
    this.#to.placeholder = maximum === null ? '' : onStep(Math.floor(maximum / step) + 1, step)
    this.redraw()
  }

  redraw(): void {
    const filter = this.#actions.filterOf(this.#field)
    const range = filter?.kind === 'range' && filter.isNot !== true ? filter : undefined
    showEnd(this.#from, range?.from)
    showEnd(this.#to, range?.to)
    this.root.classList.toggle('narrows', range !== undefined)
    this.#clear.hidden = range === undefined
  }

  #choose(): void {
    const ends = { from: this.#from.valueAsNumber, to: this.#to.valueAsNumber }
    // One that is empty is no number, and not smaller than anything.
    this.#to.setCustomValidity(ends.to <= ends.from ? `Expected more than ${ends.from}.` : '')
    if (!this.#to.reportValidity()) return
    this.#actions.setFilter(this.#field, rangeOf(this.#field, ends))
  }

  /** By the arrow keys; the browser's own steps would call every number between them wrong. */
  #stepBy(input: HTMLInputElement, event: KeyboardEvent): void {
    const direction = { ArrowDown: -1, ArrowUp: 1 }[event.key]
    if (direction === undefined) return
    event.preventDefault()
    const start = input.value === '' ? Number(input.placeholder) : input.valueAsNumber
    input.value = onStep(Math.round(start / this.#step) + direction, this.#step)
    this.#choose()
  }
}

/** Without the digits that binary fractions add: 0.3, not 0.30000000000000004. */
function onStep(count: number, step: number): string {
  return String(Number((count * step).toPrecision(12)))
}

function end(name: string): HTMLInputElement {
  return element('input', {
    type: 'number',
    'aria-label': name,
    inputmode: 'decimal',
    step: 'any',
  })
}

/** Not while the reader is writing in it. */
function showEnd(input: HTMLInputElement, value: number | undefined): void {
  if (input !== document.activeElement) input.value = value === undefined ? '' : String(value)
}

/** Undefined when there is no end at all. */
function rangeOf(field: string, { from, to }: { from: number; to: number }): Filter | undefined {
  if (Number.isNaN(from) && Number.isNaN(to)) return undefined
  return {
    kind: 'range',
    field,
    ...(Number.isNaN(from) ? {} : { from }),
    ...(Number.isNaN(to) ? {} : { to }),
  }
}
