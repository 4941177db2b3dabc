/**
 * The sum of whole numbers, which stays within the safe integers: beyond them it stands still, as
 * no figure is better than one that looks exact. The limit is 90 trillion euros.
 */
export function sumOf(a: number, b: number): number {
  const sum = a + b
  if (sum > Number.MAX_SAFE_INTEGER) return Number.MAX_SAFE_INTEGER
  return sum < Number.MIN_SAFE_INTEGER ? Number.MIN_SAFE_INTEGER : sum
}
