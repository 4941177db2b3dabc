import { missingKey } from './aggregation-request.ts'
import { type Bucket, rangeLabel, type TermsBucket } from './aggregation.ts'
import { type FilterValue, type Narrowing } from './filter.ts'
import { filterLimits } from './filter-schema.ts'
import { type ValueLabels } from './picture.ts'

/** What a bucket of an answer is of: a value, a step, a range, a filter, or what is left. */
export interface BucketValue {
  /** Unique within its bucket: a merchant may be called like what is left. */
  readonly id: string
  /** The value itself, by which it is sorted. */
  readonly label: string | number
  /** What people read instead, where its field says so. */
  readonly words?: string
  readonly narrowing: Narrowing | null
  /** A moment in epoch ms. */
  readonly isTime?: true
}

/** A bucket of Elasticsearch's answer. */
export interface FoundKey {
  readonly key: string | number
  /** Only dates and booleans have one: `true`, `2026-11-21T08:00:00.000Z`. */
  readonly key_as_string?: string | undefined
}

/** Of what a limited number of values leaves; nothing can be chosen by it. */
export function otherValue(label: string): BucketValue {
  return { id: 'other', label, narrowing: null }
}

/** @param labels what people read instead of values, where the field says so. */
export function bucketValue(
  bucket: Bucket,
  found: FoundKey,
  labels: ValueLabels = {},
): BucketValue {
  const { key } = found
  switch (bucket.type) {
    case 'terms':
      return termsValue(bucket, found, labels)
    case 'date_histogram':
      return { id: idOf(key), label: key, narrowing: null, isTime: true }
    case 'histogram':
      return stepValue(bucket.field, Number(key), bucket.step)
    case 'range': {
      const range = bucket.ranges.find((one) => rangeLabel(one) === key)
      const narrowing = range === undefined ? null : rangeNarrowing(bucket.field, range)
      return { id: idOf(key), label: key, narrowing }
    }
    case 'filters': {
      const { query } = bucket.filters.find(({ label }) => label === key) ?? { query: '' }
      return { id: idOf(key), label: key, narrowing: queryNarrowing(String(key), query) }
    }
  }
}

function idOf(key: string | number): string {
  return `${typeof key} ${key}`
}

function termsValue(
  { field, missingLabel }: TermsBucket,
  found: FoundKey,
  labels: ValueLabels,
): BucketValue {
  const { key, key_as_string: text } = found
  if (key === missingKey) {
    return { id: 'missing', label: missingLabel ?? key, narrowing: [{ kind: 'missing', field }] }
  }
  const label = text ?? key
  const words = labelOf(label, labels)
  return {
    id: idOf(key),
    label,
    ...(words === undefined ? {} : { words }),
    narrowing: valueNarrowing(field, found),
  }
}

/** What people read instead of a value; undefined = the value itself. */
export function labelOf(value: string | number, labels: ValueLabels): string | undefined {
  return Object.hasOwn(labels, value) ? labels[value] : undefined
}

/** What people read of it. */
export function nameOf({ label, words }: BucketValue): string {
  return words ?? String(label)
}

/** One step of a number, from `start`, included. */
export function stepValue(field: string, start: number, step: number): BucketValue {
  return {
    id: idOf(start),
    label: start,
    narrowing: [{ kind: 'range', field, from: start, to: withoutNoise(start + step) }],
  }
}

/** 0.1 + 0.2 is 0.3 to people, and to the next bucket. */
export function withoutNoise(sum: number): number {
  return Number(sum.toPrecision(12))
}

/** Null for dates, and for values that no address could hold. */
export function valueNarrowing(
  field: string,
  { key, key_as_string: text }: FoundKey,
): Narrowing | null {
  const isBoolean = text === 'true' || text === 'false'
  if (text !== undefined && !isBoolean) return null
  const value = isBoolean ? text === 'true' : key
  return isNarrowing(value) ? [{ kind: 'is', field, values: [value] }] : null
}

/** Whether a filter may hold the value. */
export function isNarrowing(value: unknown): value is FilterValue {
  return typeof value === 'string'
    ? value.length <= filterLimits.textLengthMax
    : typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

function rangeNarrowing(
  field: string,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Narrowing | null {
  if (from === undefined && to === undefined) return null
  const ends = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  return [{ kind: 'range', field, ...ends }]
}

/** Null for a query for everything, and for one that no address could hold. */
export function queryNarrowing(label: string, query: string): Narrowing | null {
  const isEverything = query === '' || query === '*'
  if (isEverything || label === '' || !isNarrowing(label) || !isNarrowing(query)) return null
  return [{ kind: 'matches', label, query }]
}
