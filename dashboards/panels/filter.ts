/**
 * What a reader narrows a dashboard by: a click on a slice, a choice in a control, a pill.
 *
 * It applies to the panels over an index that has its fields; a panel over another index is left as
 * it is and says so (Kibana would show it empty).
 */
export type Filter =
  /** The field has one of these values. */
  | (FilterBase & {
      readonly kind: 'is'
      readonly field: string
      readonly values: readonly FilterValue[]
    })
  /** The field is from `from`, included, to `to`, excluded. */
  | (FilterBase & {
      readonly kind: 'range'
      readonly field: string
      readonly from?: number
      readonly to?: number
    })
  /** The document has no such field. */
  | (FilterBase & { readonly kind: 'missing'; readonly field: string })
  /** A Lucene query that a panel gives a name: `Overdrawn`. */
  | (FilterBase & { readonly kind: 'matches'; readonly label: string; readonly query: string })

interface FilterBase {
  /** Everything but what it says. */
  readonly isNot?: true
}

export type FilterValue = string | number | boolean

/** What a choice narrows a dashboard to: all of these hold. */
export type Narrowing = readonly Filter[]
