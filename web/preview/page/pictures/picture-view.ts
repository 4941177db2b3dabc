import type { Picture } from '../../../../dashboards/panels/picture.ts'

/** What draws one kind of picture, and goes on drawing it in the same place while figures change. */
export interface PictureView<Shown extends Picture = Picture> {
  readonly root: HTMLElement
  show(picture: Shown): void
  /** Draws the same figures again: in another size or theme. */
  redraw(): void
  /** Moves the axis of time on between two refreshes, while the page is live. */
  slide?(fromMs: number, toMs: number): void
  dispose(): void
}
