/** What was declared about one part of a distribution, and what came of it. */
export interface Deviation {
  readonly cell: string
  /** In the unit of the row. */
  readonly expected: number
  readonly got: number
}

export type Measure =
  /** Share of the observations that would have to be moved to make the two distributions equal. */
  | 'total variation'
  /** Root of the mean squared deviation, against what is declared (PaySim's NRMSE). */
  | 'NRMSE'
  /** Largest difference of two distribution functions. */
  | 'Kolmogorov-Smirnov'

/** One distribution of the world against the declared one. */
export interface Comparison {
  readonly name: string
  /** Of `expected` and `got`. */
  readonly unit: string
  readonly measure: Measure
  readonly cells: number
  readonly observations: number
  readonly distance: number
  /** What is conceded, and beside it what chance does at this number of observations. */
  readonly tolerance: number
  /** `too few`: chance alone would hide what the row is there to find. */
  readonly verdict: 'fits' | 'drifts' | 'too few'
  /** Where most of the distance comes from, the most first. */
  readonly worst: readonly Deviation[]
}

/** What is said of a comparison beside its cells. */
export interface Claim {
  readonly name: string
  readonly unit: string
  /** How far the world may be from what is declared without being wrong. */
  readonly slack: number
  /** Where sampling noise is above this, the row would find nothing. */
  readonly blindAbove: number
}

interface Measured {
  readonly measure: Measure
  readonly cells: number
  readonly observations: number
  readonly distance: number
  readonly noise: number
  readonly worst: readonly Deviation[]
}

/** The verdict on a distance. */
export function judge({ name, unit, slack, blindAbove }: Claim, measured: Measured): Comparison {
  const { measure, cells, distance, noise, worst } = measured
  const isBlind = !(noise <= blindAbove)
  const observations = Math.round(measured.observations)
  const tolerance = slack + noise
  const verdict = isBlind ? 'too few' : distance <= tolerance ? 'fits' : 'drifts'
  return { name, unit, measure, cells, observations, distance, tolerance, verdict, worst }
}

/** The largest deviations by a measure of their size. */
export function worstOf(
  cells: readonly Deviation[],
  sizeOf: (cell: Deviation) => number,
): readonly Deviation[] {
  return [...cells].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, worstCount)
}

const worstCount = 4
