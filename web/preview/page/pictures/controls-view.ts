import type { Control, ControlsPicture } from '../../../../dashboards/panels/picture.ts'
import { element } from '../elements/element.ts'
import { ListControl } from './list-control.ts'
import type { PageActions } from '../state/page-actions.ts'
import type { PictureView } from './picture-view.ts'
import { RangeControl } from './range-control.ts'

/** Choices that narrow every panel; each one stays in its place while what it offers changes. */
export class ControlsView implements PictureView<ControlsPicture> {
  readonly root: HTMLElement
  readonly #actions: PageActions
  #controls: readonly ShownControl[] = []
  #shape = ''

  constructor(title: string, actions: PageActions) {
    this.#actions = actions
    this.root = element('div', { class: 'controls', role: 'group', 'aria-label': title })
  }

  show({ controls }: ControlsPicture): void {
    const shape = JSON.stringify(controls.map(({ kind, field, label }) => [kind, field, label]))
    if (shape !== this.#shape) {
      this.#shape = shape
      this.#controls = controls.map((control) => this.#made(control))
      this.root.replaceChildren(...this.#controls.map(({ root }) => root))
    }
    for (const [index, control] of controls.entries()) this.#controls[index]?.show(control)
  }

  /** Shows what is chosen now, by whatever means. */
  redraw(): void {
    for (const control of this.#controls) control.redraw()
  }

  dispose(): void {
    this.root.replaceChildren()
  }

  #made(control: Control): ShownControl {
    if (control.kind === 'list') {
      const list = new ListControl(control, this.#actions)
      return {
        root: list.root,
        redraw: () => {
          list.redraw()
        },
        show: (next) => {
          if (next.kind === 'list') list.show(next)
        },
      }
    }
    const range = new RangeControl(control, this.#actions)
    return {
      root: range.root,
      redraw: () => {
        range.redraw()
      },
      show: (next) => {
        if (next.kind === 'range') range.show(next)
      },
    }
  }
}

interface ShownControl {
  readonly root: HTMLElement
  /** A control of its own kind; its shape says that it is. */
  readonly show: (control: Control) => void
  readonly redraw: () => void
}
