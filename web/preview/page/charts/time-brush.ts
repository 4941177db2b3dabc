import { element } from '../elements/element.ts'
import { periodText } from '../words/format.ts'
import { pixelOf, spanBetween, type TimeScale, type TimeSpan } from './time-span.ts'

interface TimeBrushOptions {
  /** What is drawn on. */
  readonly canvas: HTMLElement
  /** Undefined while nothing is drawn. */
  readonly scale: () => TimeScale | undefined
  /** A span begins to be chosen, or no longer is. */
  readonly onChoosing: (isChoosing: boolean) => void
  readonly onChosen: (span: TimeSpan) => void
}

/** A shorter way is a click. */
const wayMinPx = 5

/**
 * Choosing a span of time by dragging over a chart, with mouse, pen or finger; Escape gives up. A
 * finger that moves up or down scrolls the page (`touch-action` in picture.css).
 */
export class TimeBrush {
  readonly band: HTMLElement
  readonly #text = element('span')
  readonly #options: TimeBrushOptions
  /** Where the pointer went down. */
  #startPx: number | undefined
  #isChoosing = false

  constructor(options: TimeBrushOptions) {
    this.#options = options
    this.band = element('div', { class: 'brush', hidden: true }, this.#text)
    const { canvas } = options
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button === 0 && event.isPrimary) this.#startPx = this.#placeOf(event)
    })
    canvas.addEventListener('pointermove', (event) => {
      this.#follow(event)
    })
    canvas.addEventListener('pointerup', (event) => {
      this.#end(event)
    })
    canvas.addEventListener('pointercancel', () => {
      this.cancel()
    })
  }

  /** Shows which time is being chosen. */
  show({ fromMs, toMs }: TimeSpan): void {
    const scale = this.#options.scale()
    if (scale === undefined) return
    const left = pixelOf(fromMs, scale)
    this.band.style.setProperty('--left', `${left}px`)
    this.band.style.setProperty('--width', `${pixelOf(toMs, scale) - left}px`)
    this.#text.textContent = periodText(fromMs, toMs)
    this.band.hidden = false
    // The text is wider than a short band, and stays within the chart.
    const spare = this.#options.canvas.clientWidth - this.#text.offsetWidth
    const middle = (pixelOf(fromMs, scale) + pixelOf(toMs, scale) - this.#text.offsetWidth) / 2
    const textLeft = Math.max(0, Math.min(middle, spare)) - left
    this.band.style.setProperty('--text-left', `${textLeft}px`)
  }

  cancel(): void {
    this.#startPx = undefined
    this.band.hidden = true
    if (!this.#isChoosing) return
    this.#isChoosing = false
    this.#options.onChoosing(false)
    document.removeEventListener('keydown', this.#cancelByKey, true)
  }

  readonly #cancelByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    this.cancel()
  }

  #placeOf({ clientX }: PointerEvent): number {
    return clientX - this.#options.canvas.getBoundingClientRect().left
  }

  #follow(event: PointerEvent): void {
    // The button was let go of where nobody heard of it.
    if (event.buttons === 0) this.cancel()
    if (this.#startPx === undefined) return
    const isFar = Math.abs(this.#placeOf(event) - this.#startPx) >= wayMinPx
    if (isFar && !this.#isChoosing) {
      this.#isChoosing = true
      this.#options.canvas.setPointerCapture(event.pointerId)
      document.addEventListener('keydown', this.#cancelByKey, true)
      this.#options.onChoosing(true)
    }
    const span = this.#spanTo(event)
    if (span !== undefined) this.show(span)
  }

  #end(event: PointerEvent): void {
    const span = this.#spanTo(event)
    this.cancel()
    if (span !== undefined) this.#options.onChosen(span)
  }

  /** Undefined while none is being chosen. */
  #spanTo(event: PointerEvent): TimeSpan | undefined {
    const scale = this.#options.scale()
    if (!this.#isChoosing || this.#startPx === undefined || scale === undefined) return undefined
    return spanBetween(this.#startPx, this.#placeOf(event), scale)
  }
}
