/** Minimum, median and maximum of some runs: a figure without its spread says nothing. */
export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** @throws RangeError when there is nothing to describe. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const min = sorted[0]
  const max = sorted.at(-1)
  if (min === undefined || max === undefined) throw new RangeError('no values to describe')
  return { min, median: medianOfSorted(sorted), max }
}

/** `1,234 (1,200 … 1,301)`: the median, then the range. */
export function formatSpread({ min, median, max }: Spread, digits = 0): string {
  const format = (value: number) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${format(median)} (${format(min)} … ${format(max)})`
}

function medianOfSorted(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}
