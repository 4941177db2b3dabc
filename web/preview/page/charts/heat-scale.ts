/** How many steps of colour a heatmap has; as many as picture.css has colours. */
export const heatSteps = 7

export interface HeatScale {
  /** Where the first step begins, and where the last one ends. */
  readonly minimum: number
  readonly maximum: number
  /** From 0, the palest. */
  readonly stepOf: (value: number) => number
}

/** Even steps from nothing to the largest figure, so that twice the colour is twice the figure. */
export function heatScale(cells: readonly (readonly (number | null)[])[]): HeatScale {
  let [minimum, maximum] = [0, 0]
  for (const value of cells.flat()) {
    minimum = Math.min(minimum, value ?? 0)
    maximum = Math.max(maximum, value ?? 0)
  }
  const width = maximum - minimum
  const stepOf = (value: number) =>
    width === 0 ? 0 : Math.min(heatSteps - 1, Math.floor(((value - minimum) / width) * heatSteps))
  return { minimum, maximum, stepOf }
}

/** Of labels in a row, every how many-th has room: 1 = all. */
export function labelEvery(labelPx: number, stepPx: number): number {
  return stepPx <= 0 ? 1 : Math.max(1, Math.ceil(labelPx / stepPx))
}
