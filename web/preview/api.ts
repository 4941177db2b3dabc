import type {
  NumberFormat,
  PanelPlace,
  Picture,
  ValueLabels,
} from '../../dashboards/panels/picture.ts'

/** `GET /api/dashboards`: what the page needs to know before any data. */
export interface Overview {
  readonly dashboards: readonly DashboardOutline[]
  /** Every field of the data views, by name: what people call it, for pills and the query bar. */
  readonly fields: Readonly<Record<string, FieldOutline>>
}

export interface DashboardOutline {
  readonly id: string
  readonly title: string
  readonly description: string
  /** What is shown at first: `now-24h`. */
  readonly from: string
  readonly to: string
  /** 0 = no automatic refresh. */
  readonly refreshSeconds: number
  /** A query that finds something in it; '' = none is known. */
  readonly queryExample: string
  readonly panels: readonly PanelOutline[]
}

export interface PanelOutline {
  readonly id: string
  readonly title: string
  readonly description: string
  /** So that its place on the page has the right size before there are figures. */
  readonly kind: string
  /** How many figures, or controls, where that is known before there are figures; otherwise 1. */
  readonly parts: number
  /** On the page, which needs less room than Kibana: see page-layout.ts. */
  readonly place: PanelPlace
}

export interface FieldOutline {
  readonly label: string
  readonly type: 'text' | 'number' | 'date' | 'boolean' | 'other'
  /** Of a number that has one. */
  readonly format?: NumberFormat
  /** What people read instead of its values, where it says so. */
  readonly labels?: ValueLabels
}

/**
 * `GET /api/dashboards/:id/data?from=now-24h&to=now&zone=Europe/Paris&query=…&filters=[…]`: every
 * panel's picture over one period. `query` is Lucene and `filters` a JSON array of `Filter`; both
 * may be left out.
 */
export interface DashboardData {
  readonly fromMs: number
  readonly toMs: number
  readonly panels: readonly PanelData[]
}

export interface PanelData {
  readonly id: string
  readonly picture: Picture
  /** Positions of the filters that its index has no field for. */
  readonly ignoredFilters: readonly number[]
}

/** Any answer that is not 200: what is wrong, and what to do about it. */
export interface ApiProblem {
  readonly problem: string
  readonly action: string
  /** What of the request it is about, where one part is. */
  readonly about?: 'period' | 'query' | 'filters'
}
