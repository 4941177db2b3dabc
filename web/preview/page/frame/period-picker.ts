import { element } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'
import { type PageState, periodOf } from '../state/page-state.ts'
import { type PeriodText, presets, shifted, type Span, spanOf, widened } from '../state/period.ts'
import { PeriodForm } from './period-form.ts'
import { spanText } from '../state/period-text.ts'
import { attachPopover } from '../elements/popover.ts'
import type { Store } from '../state/store.ts'
import { changeView } from '../state/view-actions.ts'

/** Presets, the period that is shown, with a form for any other behind it, and steps through time. */
export class PeriodPicker {
  readonly root: HTMLElement
  readonly #store: Store<PageState>

  constructor(store: Store<PageState>) {
    this.#store = store
    const stepper = element(
      'div',
      { class: 'joined', role: 'group', 'aria-label': 'Shown period' },
      this.#button('back', 'Earlier ([)', () => {
        this.shift(-1)
      }),
      ...this.#chooser(),
      this.#button('forward', 'Later (])', () => {
        this.shift(1)
      }),
      this.#button('widen', 'Zoom out', () => {
        this.#show((span, nowMs) => widened(span, nowMs))
      }),
    )
    this.root = element('div', { class: 'period' }, this.#presets(), stepper)
  }

  /** By half of the period, earlier (-1) or later (1). */
  shift(direction: -1 | 1): void {
    this.#show((span, nowMs) => shifted(span, direction, nowMs))
  }

  #show(other: (span: Span, nowMs: number) => PeriodText): void {
    const nowMs = Date.now()
    const span = spanOf(periodOf(this.#store.state), nowMs)
    if (span !== undefined) changeView(this.#store, other(span, nowMs))
  }

  #button(drawing: 'back' | 'forward' | 'widen', name: string, onClick: () => void): HTMLElement {
    const label = name.replace(/ \(.*/, '')
    const button = element(
      'button',
      { class: 'button', type: 'button', 'aria-label': label, title: name },
      icon(drawing),
    )
    button.addEventListener('click', onClick)
    return button
  }

  #presets(): HTMLElement {
    const inputs = presets.map(({ from, name }) => {
      const input = element('input', { type: 'radio', name: 'period', 'aria-label': name })
      input.addEventListener('change', () => {
        changeView(this.#store, { from, to: 'now' })
      })
      return input
    })
    this.#store.watch(presetOf, (chosen) => {
      for (const [position, input] of inputs.entries()) input.checked = position === chosen
    })
    return element(
      'fieldset',
      { class: 'segments' },
      element('legend', { class: 'unseen' }, 'Period'),
      ...inputs.map((input, position) =>
        element(
          'label',
          { title: presets[position]?.name },
          input,
          element('span', {}, presets[position]?.label ?? ''),
        ),
      ),
    )
  }

  #chooser(): HTMLElement[] {
    const shown = element('span', { class: 'shown' })
    const button = element(
      'button',
      { class: 'button', type: 'button', title: 'Another period' },
      icon('calendar'),
      element('span', { class: 'unseen' }, 'Period: '),
      shown,
    )
    const form = new PeriodForm((period) => {
      changeView(this.#store, period)
    })
    attachPopover(button, form.root)
    form.root.addEventListener('beforetoggle', () => {
      form.fill(periodOf(this.#store.state))
    })
    this.#store.watch(shownText, (text) => {
      shown.textContent = text
    })
    return [button, form.root]
  }
}

function presetOf(state: PageState): number {
  const { from, to } = periodOf(state)
  return to === 'now' ? presets.findIndex((preset) => preset.from === from) : -1
}

/** Of the figures if there are some of this period, so that both say the same. */
function shownText(state: PageState): string {
  const { figures, loading } = state
  const isCurrent = figures !== undefined && loading.kind === 'loaded'
  const span = isCurrent ? figures : spanOf(periodOf(state), Date.now())
  return span === undefined || span.fromMs > span.toMs ? 'Another period' : spanText(span)
}
