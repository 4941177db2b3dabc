import { element } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'
import { type PeriodText, readTyped, spanOf, spanProblem } from '../state/period.ts'
import { periodName, typedText, zoneText } from '../state/period-text.ts'

/** Less often wanted than the presets that are always in sight. */
const morePresets = ['now-5m', 'now-3h', 'now-12h', 'now-2d', 'now-90d', 'now-365d'] as const

/** Any period: some more by name, or from and to as the reader types them. */
export class PeriodForm {
  readonly root: HTMLElement
  readonly #from = new MomentField('From', 'period-from')
  readonly #to = new MomentField('To', 'period-to')
  readonly #zone = element('p', { class: 'hint' })
  readonly #onPeriod: (period: PeriodText) => void

  constructor(onPeriod: (period: PeriodText) => void) {
    this.#onPeriod = onPeriod
    const form = element(
      'form',
      { novalidate: true },
      this.#from.root,
      this.#to.root,
      this.#zone,
      element('button', { class: 'button main', type: 'submit' }, 'Show'),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#submit()
    })
    const named = morePresets.map((from) => this.#named({ from, to: 'now' }))
    this.root = element(
      'div',
      { class: 'custom', role: 'group', 'aria-label': 'Another period' },
      element('div', { class: 'named' }, ...named),
      form,
    )
  }

  fill({ from, to }: PeriodText): void {
    this.#from.fill(from)
    this.#to.fill(to)
    this.#zone.textContent = `Times are those of ${zoneText(Date.now())}.`
  }

  #named(period: PeriodText): HTMLElement {
    const name = periodName(period) ?? period.from
    const button = element('button', { class: 'button plain', type: 'button' }, name)
    button.addEventListener('click', () => {
      this.#choose(period)
    })
    return button
  }

  #choose(period: PeriodText): void {
    this.root.hidePopover()
    this.#onPeriod(period)
  }

  #submit(): void {
    // In this order, so that of two that are wrong the first one has the focus.
    const to = this.#to.read()
    const from = this.#from.read()
    if (from === undefined || to === undefined) return
    const span = spanOf({ from, to }, Date.now())
    const problem = span === undefined ? undefined : spanProblem(span)
    if (problem === undefined) this.#choose({ from, to })
    else this.#to.complain(problem)
  }
}

/** A field for a moment, with a calendar beside it, and below it what is wrong. */
class MomentField {
  readonly root: HTMLElement
  readonly #input: HTMLInputElement
  readonly #problem: HTMLElement

  constructor(label: string, id: string) {
    this.#problem = element('p', { class: 'problem', id: `${id}-problem`, role: 'alert' })
    this.#input = element('input', {
      id,
      type: 'text',
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      placeholder: 'now-3h or 2026-11-21 08:00',
      'aria-describedby': `${id}-problem`,
    })
    this.root = element(
      'div',
      { class: 'moment' },
      element('label', { for: id }, label),
      element('div', { class: 'joined' }, this.#input, this.#calendar(label)),
      this.#problem,
    )
  }

  fill(moment: string): void {
    this.#input.value = typedText(moment)
    this.complain('')
  }

  /** Undefined when it is no moment, which it then says. */
  read(): string | undefined {
    const typed = readTyped(this.#input.value)
    this.complain(typed.ok ? '' : typed.problem)
    return typed.ok ? typed.moment : undefined
  }

  complain(problem: string): void {
    this.#problem.textContent = problem
    this.#input.setAttribute('aria-invalid', String(problem !== ''))
    if (problem !== '') this.#input.focus()
  }

  /** The browser's own, behind a button: what it gives is written into the field. */
  #calendar(label: string): HTMLElement {
    const picker = element('input', {
      class: 'unseen',
      type: 'datetime-local',
      tabindex: '-1',
      'aria-hidden': 'true',
    })
    const button = element(
      'button',
      { class: 'button', type: 'button', 'aria-label': `${label}: calendar` },
      icon('calendar'),
    )
    picker.addEventListener('change', () => {
      if (picker.value === '') return
      this.#input.value = picker.value.replace('T', ' ')
      this.complain('')
    })
    button.addEventListener('click', () => {
      picker.showPicker()
    })
    return element('span', { class: 'calendar' }, button, picker)
  }
}
