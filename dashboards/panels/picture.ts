/**
 * What a panel shows, as data: free of Elasticsearch, of Kibana and of the page that draws it.
 *
 * A figure is null where there is none (an average over nothing).
 */
export type Picture =
  | { readonly kind: 'figures'; readonly figures: readonly Figure[] }
  | TablePicture
  | ChartPicture
  | { readonly kind: 'text'; readonly blocks: readonly TextBlock[] }
  /** There is nothing to draw, and this is why. */
  | { readonly kind: 'empty'; readonly reason: string }
  /** It could not be drawn: what is wrong, and what to do about it. */
  | { readonly kind: 'failure'; readonly reason: string; readonly action: string }

/** A heading or a paragraph. */
export interface TextBlock {
  /** Of a heading, 1 to 6; 0 = a paragraph. */
  readonly level: number
  readonly runs: readonly TextRun[]
}

/** A part of a text that looks the same throughout. */
export interface TextRun {
  readonly text: string
  readonly isBold?: boolean
  /** Id of the dashboard that it leads to. */
  readonly dashboard?: string
}

export interface Figure {
  readonly label: string
  readonly value: number | null
  readonly format: NumberFormat
}

export interface TablePicture {
  readonly kind: 'table'
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** Every figure is of the same kind, and the larger the darker. */
  readonly isShaded?: boolean
}

export type Cell = string | number | null

export type Column =
  | { readonly label: string; readonly kind: 'text' }
  | { readonly label: string; readonly kind: 'number'; readonly format: NumberFormat }

export interface ChartPicture {
  readonly kind: 'chart'
  readonly fromMs: number
  readonly toMs: number
  /** Nominal length of a bucket; a point stands for the time from its own until then. */
  readonly intervalMs: number
  readonly axes: readonly Axis[]
  readonly series: readonly ChartSeries[]
  readonly hasLegend: boolean
}

export interface Axis {
  readonly label: string
  readonly format: NumberFormat
  readonly minimum: number | null
  readonly maximum: number | null
  readonly side: 'left' | 'right'
}

export interface ChartSeries {
  readonly label: string
  /** Undefined = the page chooses. */
  readonly colour?: string
  readonly mark: 'line' | 'bars' | 'points'
  /** Of the line, or radius of the points, in pixels. */
  readonly width: number
  /** Opacity of the area below a line, 0 to 1. */
  readonly fill: number
  readonly isStacked: boolean
  readonly isStepped: boolean
  /** Position in `axes`. */
  readonly axis: number
  readonly points: readonly Point[]
}

/** Beginning of the bucket in epoch ms, and the figure. */
export type Point = readonly [timeMs: number, value: number | null]

export interface NumberFormat {
  readonly decimalsMin: number
  readonly decimalsMax: number
  readonly unit:
    /** A `time` is a moment in epoch ms. */
    | { readonly kind: 'none' | 'percent' | 'bytes' | 'time' }
    | { readonly kind: 'currency'; readonly code: string }
    | { readonly kind: 'affix'; readonly before: string; readonly after: string }
}

/** Where a panel stands, in columns (48 a row) and rows of the grid. */
export interface PanelPlace {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
