import { type BucketChoice, bucketStep, type TimeSpan } from './time-span.ts'

interface TimeCursorOptions {
  /** What has the focus. */
  readonly canvas: HTMLElement
  readonly buckets: () => { readonly timesMs: readonly number[]; readonly intervalMs: number }
  /** Shows the figures of a bucket, and the time that would be chosen. */
  readonly onMove: (timeMs: number, span: TimeSpan) => void
  readonly onLeave: () => void
  readonly onChosen: (span: TimeSpan) => void
}

/**
 * Reading a chart and choosing a span of time by keyboard: the arrows go from bucket to bucket, with
 * Shift they choose several, Enter takes them, Escape gives up.
 */
export class TimeCursor {
  readonly #options: TimeCursorOptions
  #choice: BucketChoice | undefined

  constructor(options: TimeCursorOptions) {
    this.#options = options
    const { canvas } = options
    canvas.tabIndex = 0
    canvas.setAttribute(
      'aria-keyshortcuts',
      'ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Enter Escape',
    )
    canvas.addEventListener('keydown', (event) => {
      if (this.#follow(event)) event.preventDefault()
    })
    canvas.addEventListener('blur', () => {
      this.#leave()
    })
  }

  /** Whether the key meant something. */
  #follow(event: KeyboardEvent): boolean {
    const { timesMs } = this.#options.buckets()
    if (timesMs.length === 0) return false
    if (event.key === 'Enter') return this.#take()
    if (event.key === 'Escape') return this.#leave()
    // The first key begins at the newest bucket.
    const before = this.#choice ?? { anchor: timesMs.length, at: timesMs.length }
    const isExtending = event.shiftKey && this.#choice !== undefined
    const choice = bucketStep(event.key, before, { count: timesMs.length, isExtending })
    if (choice === undefined) return false
    this.#choice = choice
    this.#options.onMove(timesMs[choice.at] ?? 0, this.#spanOf(choice))
    return true
  }

  #take(): boolean {
    if (this.#choice === undefined) return false
    const span = this.#spanOf(this.#choice)
    this.#leave()
    this.#options.onChosen(span)
    return true
  }

  #leave(): boolean {
    if (this.#choice === undefined) return false
    this.#choice = undefined
    this.#options.onLeave()
    return true
  }

  #spanOf({ anchor, at }: BucketChoice): TimeSpan {
    const { intervalMs, timesMs } = this.#options.buckets()
    const first = timesMs[Math.min(anchor, at)] ?? 0
    const last = timesMs[Math.max(anchor, at)] ?? first
    return { fromMs: first, toMs: last + intervalMs }
  }
}
