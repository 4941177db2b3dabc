import type { Filter, Narrowing } from '../../../../dashboards/panels/filter.ts'

/** A filter as the reader has it: one that is off stays as a pill and narrows nothing. */
export type PageFilter = Filter & { readonly isOff?: true }

/** As many as the server takes: see dashboards/panels/filter-schema.ts. */
const filtersMax = 20
const valuesMax = 50
const textLengthMax = 1024

/** Those that narrow, as they are sent: the positions that the server names are positions in it. */
export function filtersInForce(filters: readonly PageFilter[]): Filter[] {
  return filters.flatMap(({ isOff, ...filter }) => (isOff === true ? [] : [filter]))
}

/**
 * What is there and what is chosen, all of which holds: a filter that is there already is switched
 * on instead of added again, and one that says the opposite of the new one gives way to it.
 */
export function addFilters(
  filters: readonly PageFilter[],
  narrowing: Narrowing,
): readonly PageFilter[] {
  return narrowing.reduce<readonly PageFilter[]>((all, filter) => {
    const known = all.findIndex((other) => subjectOf(other) === subjectOf(filter))
    return known === -1 ? [...all, filter] : all.with(known, filter)
  }, filters)
}

/** Puts a filter in the place of whatever is about this field, on or off. */
export function replaceFilter(
  filters: readonly PageFilter[],
  field: string,
  filter: Filter | undefined,
): readonly PageFilter[] {
  const place = filters.findIndex((other) => fieldOf(other) === field)
  const others = filters.filter((other) => fieldOf(other) !== field)
  if (filter === undefined) return others
  return place === -1 ? [...others, filter] : others.toSpliced(place, 0, filter)
}

/** Why the server would not take these, for the reader who chose them; undefined = it would. */
export function limitProblem(filters: readonly PageFilter[]): string | undefined {
  if (filters.length > filtersMax) {
    return `There can be ${filtersMax} filters at most: remove one first.`
  }
  const isLong = filters.some((filter) => filter.kind === 'is' && filter.values.length > valuesMax)
  return isLong ? `A filter can have ${valuesMax} values at most: choose fewer.` : undefined
}

/** Everything but what it said; said twice, what it said at first. */
export function turnedRound(filter: PageFilter): PageFilter {
  const { isNot, ...rest } = filter
  return isNot === true ? rest : { ...rest, isNot: true }
}

/** On if it was off, off if it was on. */
export function switched(filter: PageFilter): PageFilter {
  const { isOff, ...rest } = filter
  return isOff === true ? rest : { ...rest, isOff: true }
}

/** Undefined for a query, which may be about several. */
export function fieldOf(filter: Filter): string | undefined {
  return filter.kind === 'matches' ? undefined : filter.field
}

/** What a filter is about, whichever way round and whether on or off. */
function subjectOf(filter: PageFilter): string {
  switch (filter.kind) {
    case 'is':
      return JSON.stringify([filter.kind, filter.field, filter.values])
    case 'range':
      return JSON.stringify([filter.kind, filter.field, filter.from, filter.to])
    case 'missing':
      return JSON.stringify([filter.kind, filter.field])
    case 'matches':
      return JSON.stringify([filter.kind, filter.query])
  }
}

interface ReadFilters {
  readonly filters: readonly PageFilter[]
  /** How many there were that could not be read; everything counts as one when it is no list. */
  readonly unreadable: number
}

/** Reads a JSON array, which anybody may have written; what is no filter is left out. */
export function readFilters(text: string): ReadFilters {
  const found = parseArray(text)
  if (found === undefined) return { filters: [], unreadable: 1 }
  const filters = found.filter(isPageFilter).slice(0, filtersMax)
  return { filters, unreadable: found.length - filters.length }
}

function parseArray(text: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

type Check = (found: unknown) => boolean

/** What a filter of each kind must have, and may. */
const shapes = new Map<unknown, Readonly<Record<string, Check>>>([
  ['is', { field: isText, values: areValues }],
  ['range', { field: isText, from: isEnd, to: isEnd }],
  ['missing', { field: isText }],
  ['matches', { label: isText, query: isText }],
])

function isPageFilter(found: unknown): found is PageFilter {
  if (typeof found !== 'object' || found === null) return false
  const { kind, ...properties } = found as Readonly<Record<string, unknown>>
  const shape = shapes.get(kind)
  if (shape === undefined) return false
  const checks: Readonly<Record<string, Check>> = { ...shape, isNot: isFlag, isOff: isFlag }
  const isComplete = Object.entries(checks).every(([name, check]) => check(properties[name]))
  const isOnlyThat = Object.keys(properties).every((name) => Object.hasOwn(checks, name))
  return isComplete && isOnlyThat && (kind !== 'range' || hasEnd(properties))
}

function isFlag(found: unknown): boolean {
  return found === undefined || found === true
}

function isEnd(found: unknown): boolean {
  return found === undefined || Number.isFinite(found)
}

function hasEnd({ from, to }: Readonly<Record<string, unknown>>): boolean {
  return from !== undefined || to !== undefined
}

function areValues(values: unknown): boolean {
  return (
    Array.isArray(values) &&
    values.length > 0 &&
    values.length <= valuesMax &&
    values.every(isValue)
  )
}

/** The empty text is a value that a document may have. */
function isValue(found: unknown): boolean {
  return found === '' || isText(found) || Number.isFinite(found) || typeof found === 'boolean'
}

function isText(found: unknown): boolean {
  return typeof found === 'string' && found !== '' && found.length <= textLengthMax
}
