import { type DocumentOf, type FieldPath, type Fields } from './field.ts'

/** How an index is cut: one for all time, or one a month or a day of event time (UTC). */
export type Period = 'none' | 'month' | 'day'

/** An index as the pipeline knows it; its mapping and template are made from this. */
export interface IndexDefinition<Members extends Fields = Fields> {
  /** Without prefix: `transactions` is read through the alias `tally-transactions`. */
  readonly name: string
  readonly summary: string
  readonly period: Period
  /**
   * `derived`: a function of the log; audited, and rebuilt under a new index version.
   * `operational`: what is not in the log; never audited, never rebuilt.
   */
  readonly nature: 'derived' | 'operational'
  /**
   * Whether all is well when nothing is ever written to it. It is then there from the start, as a
   * search in no index at all is an error, to Kibana too.
   */
  readonly mayStayEmpty?: boolean
  readonly fields: Members
}

/** The type of a document of an index. */
export type IndexDocument<Definition> =
  Definition extends IndexDefinition<infer Members> ? DocumentOf<Members> : never

/** The dotted field names of an index; a renamed field then no longer compiles where it is used. */
export type IndexField<Definition> =
  Definition extends IndexDefinition<infer Members> ? FieldPath<Members> : never

/** Keeps the exact field types of a definition. */
export function defineIndex<const Members extends Fields>(
  definition: IndexDefinition<Members>,
): IndexDefinition<Members> {
  return definition
}

/** The alias that people and dashboards read: `tally-transactions`. Nothing writes through it. */
export function aliasOf(definition: IndexDefinition): string {
  return `tally-${definition.name}`
}

/** Name of the index template of one index version: `tally-transactions-v1`. */
export function templateNameOf(definition: IndexDefinition, indexVersion: number): string {
  return `${aliasOf(definition)}-v${indexVersion}`
}

/**
 * The concrete index that a document of this time belongs to: `tally-transactions-v1-2026.11`.
 *
 * A function of event time only, so that an id always lands in the same index.
 *
 * @param time UTC with milliseconds, as in a document; only its date is read.
 */
export function concreteIndexOf(
  definition: IndexDefinition,
  indexVersion: number,
  time: string,
): string {
  const last = lastNames.get(definition)
  if (last?.indexVersion === indexVersion && time.startsWith(last.date)) return last.name
  const date = time.slice(0, dateLength[definition.period])
  const base = templateNameOf(definition, indexVersion)
  const name = date === '' ? base : `${base}-${date.replaceAll('-', '.')}`
  lastNames.set(definition, { indexVersion, date, name })
  return name
}

/** How much of a time chooses the index: `2026-11` of a month. */
const dateLength: Readonly<Record<Period, number>> = { none: 0, month: 7, day: 10 }

/** Of the last document of each: most are of the same period as the one before. */
const lastNames = new WeakMap<
  IndexDefinition,
  { readonly indexVersion: number; readonly date: string; readonly name: string }
>()
