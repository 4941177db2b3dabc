/** The argument `metric` of `.es()`: `count`, `sum:field`, `percentiles:field:50,95`. */
export interface TimelionMetric {
  readonly type: 'count' | 'percentiles' | (typeof singleValued)[number]
  /** '' for a count. */
  readonly field: string
  readonly percents: readonly number[]
}

/** The argument `split` of `.es()`: `field:size`. */
export interface Split {
  readonly field: string
  readonly size: number
}

const singleValued = ['avg', 'sum', 'min', 'max', 'cardinality'] as const
const splitSizeMax = 100

/** What a metric and a split look like, for messages. */
export const metricExpected = `count, percentiles:field:50,95 or one of ${singleValued.join(', ')} with a field, as in sum:field`
export const splitExpected = `field:size with a size of 1 to ${splitSizeMax}`

/** Undefined for what is none. */
export function parseMetric(text: string): TimelionMetric | undefined {
  const [type = '', field = '', percents = '1,5,25,50,75,95,99', ...others] = text.split(':')
  if (others.length > 0) return undefined
  if (type === 'count') return field === '' ? { type, field, percents: [] } : undefined
  if (field === '') return undefined
  if (type === 'percentiles') return percentiles(field, percents)
  const single = singleValued.find((name) => name === type)
  return single === undefined ? undefined : { type: single, field, percents: [] }
}

function percentiles(field: string, list: string): TimelionMetric | undefined {
  const percents = list.split(',').map((text) => (text.trim() === '' ? Number.NaN : Number(text)))
  const isValid = percents.every((percent) => percent >= 0 && percent <= 100)
  return isValid ? { type: 'percentiles', field, percents } : undefined
}

/** Undefined for what is none. */
export function parseSplit(text: string): Split | undefined {
  const { field, size } = /^(?<field>.+):(?<size>\d{1,4})$/.exec(text)?.groups ?? {}
  const count = Number(size)
  const isValid = field !== undefined && count >= 1 && count <= splitSizeMax
  return isValid ? { field, size: count } : undefined
}
