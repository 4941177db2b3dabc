import type { Filter, Narrowing } from '../../../../dashboards/panels/filter.ts'

/** What a panel may ask of the page when the reader does something with it. */
export interface PageActions {
  /** Adds filters to those that there are; one that is there already is not added again. */
  narrow(narrowing: Narrowing): void
  /** Shows another period. */
  zoom(fromMs: number, toMs: number): void
  /** The filter of a field that is in force, for the control that stands for it. */
  filterOf(field: string): Filter | undefined
  /** Puts a filter in the place of whatever narrows this field; undefined = nothing does. */
  setFilter(field: string, filter: Filter | undefined): void
}
