/** As few letters may begin many words. */
const beginningMin = 3

/**
 * The candidate that was probably meant: the one that begins with what was typed, or else the one
 * fewest typing errors away, if those are at most two and fewer than half of the letters.
 */
export function closestTo(typed: string, candidates: readonly string[]): string | undefined {
  const begun = candidates.find((candidate) => candidate.startsWith(typed))
  if (begun !== undefined && typed.length >= beginningMin) return begun
  const [closest] = candidates
    .map((candidate) => ({ candidate, distance: typingErrors(typed, candidate) }))
    .filter(({ candidate, distance }) => distance <= 2 && distance * 2 < candidate.length)
    .sort((a, b) => a.distance - b.distance)
  return closest?.candidate
}

/** Optimal string alignment distance: letters added, left out, replaced, or swapped with the next. */
function typingErrors(a: string, b: string): number {
  let beforeLast: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      current.push(cheapest({ a, b, row, column, current, last, beforeLast }))
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? 0
}

interface Cell {
  readonly a: string
  readonly b: string
  readonly row: number
  readonly column: number
  readonly current: readonly number[]
  readonly last: readonly number[]
  readonly beforeLast: readonly number[]
}

function cheapest({ a, b, row, column, current, last, beforeLast }: Cell): number {
  const isSame = a[row - 1] === b[column - 1]
  const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
  return Math.min(
    (last[column] ?? 0) + 1,
    (current[column - 1] ?? 0) + 1,
    (last[column - 1] ?? 0) + (isSame ? 0 : 1),
    isSwapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
  )
}
