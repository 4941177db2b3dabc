/** How many buckets the aggregations of an answer have, inner ones included. */
export function bucketCount(found: unknown): number {
  if (typeof found !== 'object' || found === null) return 0
  return Object.entries(found).reduce((total, [name, value]: [string, unknown]) => {
    const isBuckets = name === 'buckets' && typeof value === 'object' && value !== null
    return total + (isBuckets ? Object.keys(value).length : 0) + bucketCount(value)
  }, 0)
}
