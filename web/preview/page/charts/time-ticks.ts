const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Steps that people count time in. */
const stepsMs = [
  ...[1, 5, 10, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
  ...[1, 2, 4, 7, 14, 30, 60, 90, 180].map((count) => count * dayMs),
]

/**
 * Where the labels of a time axis stand: at round times of the reader's zone, evenly, at most
 * `countMax` of them. (ECharts begins anew with every month, which crowds its first days.)
 */
export function timeTicks(fromMs: number, toMs: number, countMax: number): number[] {
  const stepMs = stepsMs.find((step) => (toMs - fromMs) / step <= countMax) ?? 360 * dayMs
  const midnight = new Date(fromMs)
  midnight.setHours(0, 0, 0, 0)
  const ticks: number[] = []
  for (let step = 0; ; step += 1) {
    const tick = tickAt(midnight, step, stepMs)
    if (tick > toMs) return ticks
    if (tick >= fromMs) ticks.push(tick)
  }
}

/** By the calendar and the clock on the wall, because a day may have 23 or 25 hours. */
function tickAt(midnight: Date, step: number, stepMs: number): number {
  const tick = new Date(midnight)
  if (stepMs >= dayMs) tick.setDate(tick.getDate() + (step * stepMs) / dayMs)
  else tick.setSeconds((step * stepMs) / secondMs)
  return tick.getTime()
}
