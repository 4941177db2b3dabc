import { element } from '../elements/element.ts'
import type { Suggestion } from './suggestions.ts'

/**
 * A list below a field of text, by the ARIA combobox pattern: arrow keys choose while the focus
 * stays in the field, Enter or a click takes, Escape closes.
 */
export class QuerySuggestions {
  readonly root = element('ul', {
    id: 'suggestions',
    role: 'listbox',
    'aria-label': 'Fields and values',
  })
  readonly #input: HTMLInputElement
  readonly #onTaken: (suggestion: Suggestion) => void
  #suggestions: readonly Suggestion[] = []
  /** -1 = none. */
  #active = -1

  constructor(input: HTMLInputElement, onTaken: (suggestion: Suggestion) => void) {
    this.#input = input
    this.#onTaken = onTaken
    input.setAttribute('role', 'combobox')
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', this.root.id)
    this.close()
    input.addEventListener('keydown', (event) => {
      if (this.isOpen && this.#handle(event.key)) event.preventDefault()
    })
    input.addEventListener('blur', () => {
      this.close()
    })
    // The field keeps the focus, and with it the list stays until the click has been.
    this.root.addEventListener('pointerdown', (event) => {
      event.preventDefault()
    })
  }

  get isOpen(): boolean {
    return !this.root.hidden
  }

  show(suggestions: readonly Suggestion[]): void {
    this.#suggestions = suggestions
    this.root.replaceChildren(...suggestions.map((one, position) => this.#option(one, position)))
    this.root.hidden = suggestions.length === 0
    this.#input.setAttribute('aria-expanded', String(this.isOpen))
    this.#activate(-1)
  }

  close(): void {
    this.show([])
  }

  /** Whether the key was for the list. */
  #handle(key: string): boolean {
    const { length } = this.#suggestions
    switch (key) {
      case 'ArrowDown':
        this.#activate((this.#active + 1) % length)
        return true
      case 'ArrowUp':
        this.#activate(this.#active <= 0 ? length - 1 : this.#active - 1)
        return true
      case 'Escape':
        this.close()
        return true
      case 'Enter':
        return this.#take(this.#active)
      default:
        return false
    }
  }

  #take(position: number): boolean {
    const taken = this.#suggestions[position]
    if (taken === undefined) return false
    this.close()
    this.#onTaken(taken)
    return true
  }

  #activate(position: number): void {
    this.#active = position
    for (const [index, option] of [...this.root.children].entries()) {
      option.setAttribute('aria-selected', String(index === position))
    }
    const active = this.root.children[position]
    if (active === undefined) this.#input.removeAttribute('aria-activedescendant')
    else this.#input.setAttribute('aria-activedescendant', active.id)
  }

  #option({ text, label }: Suggestion, position: number): HTMLElement {
    const option = element(
      'li',
      { id: `suggestion-${position}`, role: 'option' },
      element('span', {}, text),
      element('span', { class: 'hint' }, label === text ? '' : label),
    )
    option.addEventListener('click', () => {
      this.#take(position)
    })
    return option
  }
}
