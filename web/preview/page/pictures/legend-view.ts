import { colourOf } from '../charts/chart-option.ts'
import { swatch } from '../elements/swatch.ts'
import { element } from '../elements/element.ts'
import { countThatFits, legendChoices, type LegendChoice, type LegendEntry } from './legend-choices.ts' // prettier-ignore
import { menuButton } from '../elements/menu.ts'
import type { PageActions } from '../state/page-actions.ts'

interface LegendedPicture {
  readonly hasLegend: boolean
  readonly series: readonly (Pick<LegendEntry, 'label'> & {
    readonly colour?: string
    readonly narrowing?: LegendEntry['narrowing']
  })[]
}

/** The series of a chart on one line; each is the button of a menu. */
export class LegendView {
  readonly root: HTMLElement
  readonly #actions: PageActions
  readonly #onHide: () => void
  readonly #more: HTMLButtonElement
  readonly #observer: ResizeObserver
  #entries: readonly LegendEntry[] = []
  #buttons: HTMLButtonElement[] = []
  #hidden: ReadonlySet<string> = new Set()
  #isWhole = false

  /** @param onHide is called when other series are hidden. */
  constructor(actions: PageActions, onHide: () => void) {
    this.#actions = actions
    this.#onHide = onHide
    this.#more = element('button', { type: 'button', class: 'more', 'aria-expanded': 'false' })
    this.#more.addEventListener('click', () => {
      this.#isWhole = !this.#isWhole
      this.#fit()
    })
    this.root = element('div', { class: 'legend', role: 'group', 'aria-label': 'Series' })
    this.#observer = new ResizeObserver(() => {
      this.#fit()
    })
    this.#observer.observe(this.root)
  }

  /** Labels of the series that the reader has hidden. */
  get hidden(): ReadonlySet<string> {
    return this.#hidden
  }

  /** ECharts' own legend, which nobody sees: it leaves out what the reader has hidden. */
  get option() {
    const selected = this.#entries.map(({ label }) => [label, !this.#hidden.has(label)] as const)
    return { show: false, selected: Object.fromEntries(selected) }
  }

  /** Shows the series, each label once, where the picture has a legend. */
  show({ hasLegend, series }: LegendedPicture): void {
    const entries = (hasLegend ? series : []).map((one, position): [string, LegendEntry] => {
      const { label, narrowing = null } = one
      return [label, { label, narrowing, colour: colourOf(one, position) }]
    })
    this.#entries = [...new Map(entries).values()]
    this.root.hidden = entries.length === 0
    const signature = JSON.stringify(this.#entries.map(({ label, colour }) => [label, colour]))
    // Made anew only when the series are others, so that focus stays where it is on a refresh.
    if (this.root.dataset['entries'] === signature) return
    this.root.dataset['entries'] = signature
    this.#buttons = this.#entries.map((entry) => this.#entryButton(entry))
    this.root.replaceChildren(...this.#buttons, this.#more)
    this.#showHidden()
    this.#fit()
  }

  dispose(): void {
    this.#observer.disconnect()
  }

  #entryButton({ colour, label }: LegendEntry): HTMLButtonElement {
    const button = element(
      'button',
      { type: 'button', title: label },
      swatch(colour),
      element('span', {}, label),
    )
    return menuButton(button, () => {
      const entry = this.#entries.find((one) => one.label === label)
      if (entry === undefined) return []
      const labels = this.#entries.map((one) => one.label)
      return legendChoices(entry, labels, this.#hidden).map((choice) => ({
        text: choice.text,
        run: () => {
          this.#choose(choice)
        },
      }))
    })
  }

  #choose(choice: LegendChoice): void {
    if (choice.kind === 'narrow') {
      this.#actions.narrow(choice.narrowing)
      return
    }
    this.#hidden = choice.hidden
    this.#showHidden()
    this.#onHide()
  }

  #showHidden(): void {
    this.#buttons.forEach((button, position) => {
      const label = this.#entries[position]?.label ?? ''
      const isHidden = this.#hidden.has(label)
      button.classList.toggle('off', isHidden)
      if (isHidden) button.setAttribute('aria-label', `${label}, hidden`)
      else button.removeAttribute('aria-label')
    })
  }

  /** One line; the rest behind `+3 more`, which opens the others below it. */
  #fit(): void {
    const widthMax = this.root.clientWidth
    if (widthMax === 0) return
    for (const button of this.#buttons) button.hidden = false
    this.#more.hidden = false
    const widths = this.#buttons.map(({ offsetWidth }) => offsetWidth)
    const count = countThatFits(widths, { widthMax, gap: gapPx, moreWidth: moreWidthPx })
    const left = this.#buttons.length - count
    this.#more.hidden = left === 0
    this.#more.textContent = this.#isWhole ? 'Fewer' : `+${left} more`
    this.#more.setAttribute('aria-expanded', String(this.#isWhole))
    if (this.#isWhole) return
    for (const button of this.#buttons.slice(count)) button.hidden = true
  }
}

/** As in picture.css. */
const gapPx = 4
const moreWidthPx = 72
