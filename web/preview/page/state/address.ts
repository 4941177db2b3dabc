import { type PageFilter, readFilters } from './page-filter.ts'
import { momentMs } from './period.ts'

/**
 * What the page shows, as it stands in its address: a link shows the same to somebody else.
 *
 * Undefined = the reader has not chosen it, and the dashboard's own holds; so a link to another
 * dashboard carries along what was chosen, and nothing else.
 */
export interface View {
  /** Undefined = the first one. */
  readonly dashboard: string | undefined
  /** As Kibana writes it: `now-24h`, or UTC. */
  readonly from: string | undefined
  readonly to: string | undefined
  readonly refresh: Refresh | undefined
  /** Lucene; empty = everything. */
  readonly query: string
  readonly filters: readonly PageFilter[]
}

/** In seconds, 0 = off; or live: often, and charts move on in between. */
export type Refresh = number | 'live'

export const refreshChoices: readonly Refresh[] = [0, 'live', 5, 10, 30, 60]

/** As long as the server takes it. */
export const queryLengthMax = 1000

interface ReadView {
  readonly view: View
  /** A sentence for each part of the address that could not be read and is left out. */
  readonly problems: readonly string[]
}

/** Reads `?dashboard=…&from=now-24h&to=now&refresh=live&query=…&filters=[…]`. */
export function readView(search: string): ReadView {
  const parameters = new URLSearchParams(search)
  const problems: string[] = []
  const read = <Value>(name: string, parse: (text: string) => Value | undefined, shape: string) => {
    const text = parameters.get(name)
    if (text === null) return undefined
    const value = parse(text)
    if (value === undefined) problems.push(leftOut(name, text, shape))
    return value
  }
  const view = {
    dashboard: parameters.get('dashboard') ?? undefined,
    from: read('from', readMoment, 'now-24h or 2026-11-21T08:00:00Z'),
    to: read('to', readMoment, 'now or 2026-11-21T08:00:00Z'),
    refresh: read('refresh', readRefresh, `one of ${refreshChoices.join(', ')}`),
    query: read('query', readQuery, `at most ${queryLengthMax} characters`) ?? '',
    filters: readFilters(parameters.get('filters') ?? '[]'),
  }
  const { filters, unreadable } = view.filters
  if (unreadable > 0) problems.push(filtersLeftOut(unreadable))
  return { view: { ...view, filters }, problems }
}

function readMoment(text: string): string | undefined {
  return momentMs(text, Date.now()) === undefined ? undefined : text
}

function readRefresh(text: string): Refresh | undefined {
  return refreshChoices.find((choice) => String(choice) === text)
}

function readQuery(text: string): string | undefined {
  return text.length <= queryLengthMax ? text.trim() : undefined
}

function leftOut(name: string, text: string, shape: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return `The address says ${name}=${shown}, which is left out; expected ${shape}.`
}

function filtersLeftOut(count: number): string {
  return count === 1
    ? 'A filter of the address could not be read and is left out.'
    : `${count} filters of the address could not be read and are left out.`
}

/** The search part of the address; it holds what the reader chose, and is empty without that. */
export function writeView({ dashboard, from, to, refresh, query, filters }: View): string {
  const parameters = new URLSearchParams()
  const write = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') parameters.set(name, value)
  }
  write('dashboard', dashboard)
  write('from', from)
  write('to', to)
  write('refresh', refresh?.toString())
  write('query', query)
  write('filters', filters.length === 0 ? undefined : JSON.stringify(filters))
  return parameters.size === 0 ? '' : `?${parameters.toString()}`
}
