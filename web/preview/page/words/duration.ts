const units = [
  { sign: 'd', ms: 86_400_000, fromMs: 2 * 86_400_000 },
  { sign: 'h', ms: 3_600_000, fromMs: 3_600_000 },
  { sign: 'min', ms: 60_000, fromMs: 60_000 },
  { sign: 's', ms: 1000, fromMs: 1000 },
] as const

/** Writes a length of time in the unit that suits it, in three digits: `450 ms`, `14.5 s`, `22 h`. */
export function durationFormatter(
  unitMs: number,
  locale: string | undefined,
): (value: number) => string {
  const formatter = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })
  return (value) => {
    if (value === 0) return `${formatter.format(0)} s`
    const lengthMs = value * unitMs
    const { ms, sign } = units.find(({ fromMs }) => Math.abs(lengthMs) >= fromMs) ?? { ms: 1, sign: 'ms' } // prettier-ignore
    return `${formatter.format(lengthMs / ms)} ${sign}`
  }
}

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]
/** Steps of an axis that people count time in; shorter ones are as round as any number. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((count) => count * day),
]

/**
 * How far apart the labels of an axis of durations are, in its own unit.
 *
 * @param largest figure on it
 * @param count of labels at most, without that of 0
 * @returns undefined where any step will do
 */
export function durationStep(largest: number, count: number, unitMs: number): number | undefined {
  const leastMs = (largest * unitMs) / count
  if (leastMs <= second / 2) return undefined
  const stepMs = steps.find((ms) => ms >= leastMs)
  return stepMs === undefined ? undefined : stepMs / unitMs
}
