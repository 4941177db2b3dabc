/** Where the axis of time is, in pixels of the chart. */
export interface TimeScale {
  readonly leftPx: number
  readonly rightPx: number
  readonly fromMs: number
  readonly toMs: number
}

export interface TimeSpan {
  readonly fromMs: number
  readonly toMs: number
}

/** Nobody means a shorter one, and no chart is drawn over one. */
const spanMinMs = 1000

/** The time between two places on the axis, whichever is first; what lies outside is cut off. */
export function spanBetween(onePx: number, otherPx: number, scale: TimeScale): TimeSpan {
  const times = [timeAt(onePx, scale), timeAt(otherPx, scale)]
  const fromMs = Math.floor(Math.min(...times))
  return { fromMs, toMs: Math.max(Math.ceil(Math.max(...times)), fromMs + spanMinMs) }
}

export function timeAt(atPx: number, { fromMs, leftPx, rightPx, toMs }: TimeScale): number {
  if (rightPx <= leftPx) return fromMs
  const share = (atPx - leftPx) / (rightPx - leftPx)
  return fromMs + Math.min(1, Math.max(0, share)) * (toMs - fromMs)
}

export function pixelOf(timeMs: number, { fromMs, leftPx, rightPx, toMs }: TimeScale): number {
  const share = (timeMs - fromMs) / (toMs - fromMs)
  return leftPx + Math.min(1, Math.max(0, share)) * (rightPx - leftPx)
}

/** Buckets that the reader has chosen by keyboard: from one to the other, both included. */
export interface BucketChoice {
  readonly anchor: number
  readonly at: number
}

/** Where a key leads along `count` buckets; with Shift, the other end stays. */
export function bucketStep(
  key: string,
  { anchor, at }: BucketChoice,
  { count, isExtending }: { readonly count: number; readonly isExtending: boolean },
): BucketChoice | undefined {
  const last = count - 1
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    Home: 0,
    End: last,
  }
  const next = Object.hasOwn(steps, key) ? steps[key] : undefined
  if (next === undefined) return undefined
  return { at: next, anchor: isExtending ? anchor : next }
}
