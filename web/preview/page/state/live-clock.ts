import type { Span } from './period.ts'

/** How far apart two clocks may be before one of them must have been set. */
const toleranceMs = 5000

/**
 * The server's time between its answers, so that charts move on evenly: an answer that took longer
 * than those before it tells of an earlier time, and would move them back.
 */
export class LiveClock {
  #span: Span | undefined
  /** Server's time less the page's. */
  #aheadMs = 0

  /**
   * @param span What the figures are of, by the server's clock.
   * @param nowMs By a clock of the page that never goes back.
   */
  tell(span: Span, nowMs: number): void {
    const aheadMs = span.toMs - nowMs
    const isLate = aheadMs < this.#aheadMs && this.#aheadMs - aheadMs < toleranceMs
    if (this.#span === undefined || !isLate) this.#aheadMs = aheadMs
    this.#span = span
  }

  /** The figures to come are of something else. */
  reset(): void {
    this.#span = undefined
  }

  /** The same period, moved on to this moment; undefined while there are no figures. */
  spanAt(nowMs: number): Span | undefined {
    if (this.#span === undefined) return undefined
    const { fromMs, toMs } = this.#span
    const byMs = nowMs + this.#aheadMs - toMs
    return { fromMs: fromMs + byMs, toMs: toMs + byMs }
  }
}

/** How long a chart of this width takes to move by a pixel. */
export function pixelMs({ fromMs, toMs }: Span, width: number): number {
  return (toMs - fromMs) / Math.max(1, width)
}
