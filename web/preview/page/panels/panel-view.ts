import type { Picture } from '../../../../dashboards/panels/picture.ts'
import type { PanelOutline } from '../../api.ts'
import { element } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'
import type { PageActions } from '../state/page-actions.ts'
import { panelInfo } from './panel-info.ts'
import { pictureFigures } from '../pictures/picture-figures.ts'
import type { PictureView } from '../pictures/picture-view.ts'
import { viewOf } from '../pictures/picture-views.ts'
import { TableView } from '../pictures/table-view.ts'

/** The frame of a panel, with whatever its picture is in it: drawn, or as a table of its figures. */
export class PanelView {
  readonly root: HTMLElement
  readonly #title: string
  readonly #actions: PageActions
  readonly #body: HTMLElement
  readonly #figuresButton: HTMLButtonElement
  readonly #note = element('p', { class: 'panel-note', hidden: true })
  #picture: Picture | undefined
  /** What draws it, and the kind of picture that it draws, or `figures table`. */
  #view: { readonly kind: string; readonly view: PictureView } | undefined
  #isTable = false

  constructor(outline: PanelOutline, actions: PageActions) {
    const { description, id, kind, parts, place, title } = outline
    const headingId = `panel-${id}-title`
    this.#title = title
    this.#actions = actions
    this.#body = element('div', { class: 'panel-body' }, element('div', { class: 'waiting' }))
    this.#figuresButton = this.#makeFiguresButton()
    const info = description === '' ? [] : panelInfo(id, title, description)
    this.root = element(
      'section',
      { class: 'panel', 'data-panel': id, 'data-kind': kind, 'aria-labelledby': headingId },
      element(
        'header',
        { class: 'panel-head' },
        element('h2', { id: headingId, title }, title),
        ...info,
        this.#figuresButton,
      ),
      this.#note,
      this.#body,
    )
    for (const [name, value] of Object.entries({ ...place, parts })) {
      this.root.style.setProperty(`--${name}`, String(value))
    }
  }

  /** @param notNarrowedBy names of the filters that do not apply to it. */
  show(picture: Picture, notNarrowedBy: readonly string[]): void {
    this.#note.hidden = notNarrowedBy.length === 0
    this.#note.textContent = `Not narrowed by ${new Intl.ListFormat('en').format(notNarrowedBy)}`
    // Nothing new: nothing is made anew below the reader's hands.
    if (JSON.stringify(picture) === JSON.stringify(this.#picture)) return
    this.#picture = picture
    this.#draw()
  }

  /** Charts are drawn in the colours of the theme; all else changes by itself. */
  redraw(): void {
    this.#view?.view.redraw()
  }

  /** Moves the axis of time on between two refreshes. */
  slide(fromMs: number, toMs: number): void {
    this.#view?.view.slide?.(fromMs, toMs)
  }

  dispose(): void {
    this.#view?.view.dispose()
    this.#view = undefined
  }

  #makeFiguresButton(): HTMLButtonElement {
    const button = element(
      'button',
      {
        type: 'button',
        class: 'panel-button',
        'aria-label': `Figures of ${this.#title}`,
        'aria-pressed': 'false',
        title: 'Figures',
        hidden: true,
      },
      icon('figures'),
    )
    button.addEventListener('click', () => {
      this.#isTable = !this.#isTable
      button.setAttribute('aria-pressed', String(this.#isTable))
      this.#draw()
    })
    return button
  }

  #draw(): void {
    if (this.#picture === undefined) return
    const table = pictureFigures(this.#picture)
    this.#figuresButton.hidden = table === undefined
    if (this.#isTable && table !== undefined) {
      this.#viewOf('figures table', () => new TableView(this.#title, this.#actions)).show(table)
    } else {
      const { kind } = this.#picture
      this.#viewOf(kind, () => viewOf(kind, this.#title, this.#actions)).show(this.#picture)
    }
    this.root.dataset['picture'] = this.#picture.kind
  }

  /** A view stays while its kind stays, so that what it shows can move and focus is kept. */
  #viewOf(kind: string, make: () => PictureView): PictureView {
    if (this.#view?.kind === kind) return this.#view.view
    this.dispose()
    this.#view = { kind, view: make() }
    // On the page before it is drawn, so that it has a size.
    this.#body.replaceChildren(this.#view.view.root)
    return this.#view.view
  }
}
