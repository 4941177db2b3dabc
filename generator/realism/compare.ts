import { type Claim, type Comparison, type Deviation, judge, worstOf } from './comparison.ts'
import { distanceNoise, kolmogorovNoise, rootMeanSquareNoise } from './noise.ts'

/**
 * Counts of a joint distribution against expected ones, by total variation distance: it is a share
 * of the observations, so it reads the same for any number of cells, and empty cells do no harm.
 *
 * Only the shape counts: what is expected is first scaled to what was counted.
 *
 * @param noise of the distance, where the observations are not independent
 */
export function compareShares(
  claim: Claim,
  cells: readonly Deviation[],
  noise?: number,
): Comparison {
  const scale = total(cells, 'got') / total(cells, 'expected')
  const scaled = cells.map((cell) => ({ ...cell, expected: cell.expected * scale }))
  return compareCounts(claim, scaled, noise)
}

/**
 * Counts against expected ones where the whole number counts as well, as of what is rare.
 *
 * @param noise of the distance, where the observations are not independent
 */
export function compareCounts(
  claim: Claim,
  cells: readonly Deviation[],
  noise = distanceNoise(cells.map(({ expected }) => expected)),
): Comparison {
  const moved = cells.reduce((sum, cell) => sum + difference(cell), 0) / 2
  return judge(claim, {
    measure: 'total variation',
    cells: cells.filter((cell) => cell.expected > 0 || cell.got > 0).length,
    observations: total(cells, 'got'),
    distance: moved / total(cells, 'expected'),
    noise,
    worst: worstOf(cells, difference),
  })
}

/** A value that is estimated from observations. */
export interface Estimate extends Deviation {
  /** How far it is off, in what the row's distance is told in. */
  readonly error: number
  /** What `error` is by chance. */
  readonly standardError: number
  readonly observations: number
}

/**
 * Estimated values against declared ones, by the root of their mean squared errors, each with the
 * weight of its observations: as in PaySim, what happens often counts most.
 */
export function compareEstimates(claim: Claim, estimates: readonly Estimate[]): Comparison {
  const known = estimates.filter(({ observations }) => observations > 1)
  const observations = known.reduce((sum, estimate) => sum + estimate.observations, 0)
  const weighted = known.map((estimate) => ({
    ...estimate,
    weight: estimate.observations / observations,
  }))
  const square = weighted.reduce((sum, { weight, error }) => sum + weight * error ** 2, 0)
  const sizes = new Map(weighted.map(({ cell, weight, error }) => [cell, weight * error ** 2]))
  return judge(claim, {
    measure: 'NRMSE',
    cells: known.length,
    observations,
    distance: Math.sqrt(square),
    noise: known.length === 0 ? Infinity : rootMeanSquareNoise(weighted),
    worst: worstOf(
      known.map(({ cell, expected, got }) => ({ cell, expected, got })),
      ({ cell }) => sizes.get(cell) ?? 0,
    ),
  })
}

/**
 * Values that should be spread evenly from 0 to 1, counted in equal bins, by the largest difference
 * of the distribution functions.
 *
 * @param nameOf the tenth of the values that begins here
 */
export function compareEvenness(
  claim: Claim,
  bins: Float64Array,
  nameOf: (tenth: number) => string,
): Comparison {
  const observations = bins.reduce((sum, count) => sum + count, 0)
  let seen = 0
  let distance = 0
  bins.forEach((count, bin) => {
    seen += count
    distance = Math.max(distance, Math.abs(seen / observations - (bin + 1) / bins.length))
  })
  const tenths = Array.from({ length: 10 }, (_, tenth) => {
    const part = bins.subarray((tenth * bins.length) / 10, ((tenth + 1) * bins.length) / 10)
    const got = (100 * part.reduce((sum, count) => sum + count, 0)) / observations
    return { cell: nameOf(tenth), expected: 10, got }
  })
  return judge(claim, {
    measure: 'Kolmogorov-Smirnov',
    cells: bins.length,
    observations,
    distance,
    noise: kolmogorovNoise(observations),
    worst: worstOf(tenths, difference),
  })
}

function difference({ expected, got }: Deviation): number {
  return Math.abs(got - expected)
}

function total(cells: readonly Deviation[], side: 'expected' | 'got'): number {
  return cells.reduce((sum, cell) => sum + cell[side], 0)
}
