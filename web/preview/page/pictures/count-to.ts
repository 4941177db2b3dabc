import { exactValue } from '../elements/figure-element.ts'
import type { FormatNumber } from '../words/format.ts'

interface Counting {
  readonly from: number
  readonly to: number
  readonly write: FormatNumber
}

const durationMs = 300

/**
 * Counts the text of a figure to where it is now, within 300 ms. Its exact value is there already;
 * when that becomes another one, this ends.
 */
export function countTo(field: HTMLDataElement, { from, to, write }: Counting): void {
  const startMs = performance.now()
  const exact = exactValue(to)
  const step = (nowMs: number) => {
    if (field.value !== exact) return
    field.textContent = write(between(from, to, (nowMs - startMs) / durationMs))
    if (nowMs - startMs < durationMs) requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}

/** Fast first, slow at the end; whole numbers between whole numbers. */
export function between(from: number, to: number, share: number): number {
  if (share >= 1) return to
  const value = from + (to - from) * (1 - (1 - Math.max(0, share)) ** 3)
  return Number.isInteger(from) && Number.isInteger(to) ? Math.round(value) : value
}
