/**
 * How far a true world may be from what is declared by chance alone, at so many observations.
 *
 * Nothing here is simulated or tuned: each bound is a formula with a proof, and holds for small
 * numbers as well as for large ones.
 */

/** How seldom a row may drift although nothing is wrong. */
const falseAlarm = 0.001

/**
 * The total variation distance that independent observations have from their own distribution: its
 * mean (the sum of the cells' mean deviations), and so much more as is exceeded once in a thousand
 * times (McDiarmid 1989: one observation more or less moves the distance by at most 1/n).
 *
 * @param expected observations in each cell
 * @param designEffect of observations that come in clusters, how many stand for one (Kish 1965)
 */
export function distanceNoise(expected: readonly number[], designEffect = 1): number {
  const independent = expected.map((count) => count / designEffect)
  const all = independent.reduce((sum, count) => sum + count, 0)
  const deviation = independent.reduce((sum, count) => sum + meanDeviation(count), 0)
  return deviation / (2 * all) + Math.sqrt(Math.log(1 / falseAlarm) / (2 * all))
}

/**
 * Mean absolute deviation of a Poisson number from its mean: exact (de Moivre's formula; Crow,
 * Biometrika 1958), and above 50 by its limit, that of the normal distribution.
 */
export function meanDeviation(mean: number): number {
  if (mean > 50) return Math.sqrt((2 * mean) / Math.PI)
  let term = Math.exp(-mean)
  for (let count = 1; count <= Math.floor(mean); count += 1) term *= mean / count
  return 2 * mean * term
}

/**
 * The root mean square of values that are off by their standard errors only. The square is a sum of
 * weighted chi-squares; its upper tail is Laurent and Massart's (Annals of Statistics 2000, lemma 1).
 */
export function rootMeanSquareNoise(
  values: readonly { readonly weight: number; readonly standardError: number }[],
): number {
  const variances = values.map(({ weight, standardError }) => weight * standardError ** 2)
  const mean = variances.reduce((sum, variance) => sum + variance, 0)
  const length = Math.hypot(...variances)
  const longest = Math.max(0, ...variances)
  const rarity = Math.log(1 / falseAlarm)
  return Math.sqrt(mean + 2 * length * Math.sqrt(rarity) + 2 * longest * rarity)
}

/** Largest distance of an empirical from its true distribution function (Massart 1990). */
export function kolmogorovNoise(observations: number): number {
  return Math.sqrt(Math.log(2 / falseAlarm) / (2 * observations))
}
