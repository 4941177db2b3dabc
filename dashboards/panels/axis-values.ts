import { compareText } from '../compare-text.ts'
import { invalidDashboard } from '../invalid.ts'
import { type AggregationPanel } from './aggregation-panel.ts'
import { type Row } from './aggregation-rows.ts'
import { type Bucket, bucketsOf, type TermsBucket } from './aggregation.ts'
import { type BucketValue, nameOf, stepValue, withoutNoise } from './bucket-value.ts'
import { type Period } from './period.ts'
import { type Place } from './picture.ts'

/** Most places that an axis is filled up to; further apart, steps in between stay out. */
const filledPlacesMax = 200

/**
 * The values of a bucket along an axis, each once: numbers by size, with the steps between them
 * that nothing is in; others in the order that the panel asks for, what is left at the end.
 */
export function axisValues(
  panel: AggregationPanel,
  rows: readonly Row[],
  bucket: Bucket,
): BucketValue[] {
  // prettier-ignore
  const values = distinctValues(rows, bucket)
  if (values.every(({ label }) => typeof label === 'number')) {
    const sorted = values.sort((one, other) => Number(one.label) - Number(other.label))
    return bucket.type === 'histogram' ? filled(sorted, bucket) : sorted
  }
  // Elasticsearch has put the values of the outermost bucket in order, as it has ranges and filters.
  const isInOrder = bucketsOf(panel.aggregations)[0] === bucket || bucket.type !== 'terms'
  return isInOrder ? values : ordered(values, rows, bucket)
}

interface AxisParts {
  readonly across: Bucket
  readonly split: Bucket | undefined
}

/**
 * What goes along the axis of a chart (`segment`) and what splits it (`group`).
 *
 * @throws PipelineError `dashboards.invalid` when it is split by more.
 */
export function axisParts({ aggregations, kind }: AggregationPanel): AxisParts {
  const buckets = bucketsOf(aggregations)
  const across = buckets.find(({ schema }) => schema === 'segment')
  const [split, ...others] = buckets.filter((bucket) => bucket !== across)
  if (across !== undefined && others.length === 0) return { across, split }
  throw invalidDashboard(`a ${kind} is drawn along one axis, split by one field at most`)
}

/** A value as a place on an axis, a slice or a series. */
export function placeOf(value: BucketValue, { zone }: Period): Place {
  const { isTime, label, narrowing } = value
  return { label: isTime === true ? timeText(Number(label), zone) : nameOf(value), narrowing }
}

/** `2026-11-21 08:00`, in the zone of the reader. */
function timeText(ms: number, timeZone: string): string {
  const style = { dateStyle: 'short', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat('sv-SE', { ...style, timeZone }).format(ms)
}

/** The row of each value; they have one at most, once they are of one value of every other bucket. */
export function rowsByValue(rows: readonly Row[], { id }: Bucket): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.values.get(id)?.id ?? '', row]))
}

/** The rows that are of a value. */
export function rowsOfValue(rows: readonly Row[], { id }: Bucket, value: BucketValue): Row[] {
  return rows.filter(({ values }) => values.get(id)?.id === value.id)
}

/** In the order of the rows. */
export function distinctValues(rows: readonly Row[], { id }: Bucket): BucketValue[] {
  const values = rows.flatMap((row) => row.values.get(id) ?? [])
  return [...new Map(values.map((value) => [value.id, value])).values()]
}

function filled(
  sorted: readonly BucketValue[],
  { field, step }: { readonly field: string; readonly step: number },
): BucketValue[] {
  const first = Number(sorted[0]?.label ?? 0)
  const count = Math.round((Number(sorted.at(-1)?.label ?? 0) - first) / step) + 1
  if (sorted.length === 0 || count > filledPlacesMax) return [...sorted]
  const found = new Map(sorted.map((value) => [withoutNoise(Number(value.label)), value]))
  return Array.from({ length: count }, (_, number) => {
    const start = withoutNoise(first + number * step)
    return found.get(start) ?? stepValue(field, start, step)
  })
}

/** By the figure of each over all rows, or by the values themselves. */
function ordered(
  values: readonly BucketValue[],
  rows: readonly Row[],
  { id, order, orderBy }: TermsBucket,
): BucketValue[] {
  const sign = order === 'asc' ? 1 : -1
  const weights = new Map<string, number>()
  for (const { values: of, figures } of rows) {
    const value = of.get(id)
    if (value === undefined) continue
    weights.set(value.id, (weights.get(value.id) ?? 0) + (figures.get(orderBy) ?? 0))
  }
  const weightOf = (value: BucketValue) => (orderBy === '_key' ? 0 : (weights.get(value.id) ?? 0))
  return values.toSorted(
    (one, other) =>
      Number(one.id === 'other') - Number(other.id === 'other') ||
      sign * (weightOf(one) - weightOf(other)) ||
      (orderBy === '_key' ? sign : 1) * compareText(String(one.label), String(other.label)),
  )
}
