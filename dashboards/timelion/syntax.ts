/** A Timelion expression: chains of function calls, each of which gives a list of series. */
export type Expression = readonly Chain[]

/** `.es(…).label(…)` or `(.es(…), .es(…)).label(…)`. */
export interface Chain {
  readonly head: Call | Group
  readonly links: readonly Call[]
}

interface Group {
  readonly kind: 'group'
  readonly members: Expression
}

export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly Argument[]
}

export interface Argument {
  /** Undefined = given by position. */
  readonly name: string | undefined
  readonly value: Value
}

export type Value =
  | { readonly kind: 'literal'; readonly literal: string | number | boolean | null }
  | { readonly kind: 'chain'; readonly chain: Chain }
