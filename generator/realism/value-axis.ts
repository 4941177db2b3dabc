/** An axis with round numbers at equal distances. */
export interface ValueAxis {
  readonly ticks: readonly number[]
  readonly lowest: number
  readonly highest: number
}

/** The axis that holds zero and all of the values, with two to seven ticks. */
export function valueAxisOf(values: readonly number[]): ValueAxis {
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  const step = roundStep((high - low) / intervalsMax || 1)
  const first = Math.floor(low / step)
  const last = Math.max(first + 1, Math.ceil(high / step))
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
  return { ticks, lowest: first * step, highest: last * step }
}

const intervalsMax = 5

/** The smallest of 1, 2, 5, 10, 20, … that is not below. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  return power * ([1, 2, 5].find((step) => step * power >= wanted) ?? 10)
}
