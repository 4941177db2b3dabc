import { type Narrowing } from './filter.ts'

/**
 * What a panel shows, as data: free of Elasticsearch, of Kibana and of the page that draws it.
 *
 * A figure is null where there is none (an average over nothing).
 */
export type Picture =
  | FiguresPicture
  | TablePicture
  | ChartPicture
  | BarsPicture
  | PiePicture
  | HeatmapPicture
  | ControlsPicture
  | TextPicture
  /** There is nothing to draw, and this is why. */
  | { readonly kind: 'empty'; readonly reason: string }
  /** It could not be drawn: what is wrong, and what to do about it. */
  | { readonly kind: 'failure'; readonly reason: string; readonly action: string }

export interface FiguresPicture {
  readonly kind: 'figures'
  readonly figures: readonly Figure[]
}

export interface Figure {
  readonly label: string
  readonly value: number | null
  readonly format: NumberFormat
}

/** Something with a name that a reader may choose: a place on an axis, a slice, a row. */
export interface Place {
  readonly label: string
  /** What choosing it narrows the dashboard to; null where nothing can be chosen ("Other"). */
  readonly narrowing: Narrowing | null
}

export interface TablePicture {
  readonly kind: 'table'
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** What choosing a cell narrows the dashboard to, in the shape of `rows`; left out = nothing. */
  readonly narrowings?: readonly (readonly (Narrowing | null)[])[]
}

export type Cell = string | number | null

export type Column =
  | {
      readonly label: string
      readonly kind: 'text'
      /** Of the data view, by value. */
      readonly colours?: ValueColours
      readonly labels?: ValueLabels
    }
  | { readonly label: string; readonly kind: 'number'; readonly format: NumberFormat }

/** What people read instead of a value, by value; the others are shown as they are. */
export type ValueLabels = Readonly<Record<string, string>>

export type ValueColours = Readonly<Record<string, { readonly text: string; readonly ground: string }>> // prettier-ignore

/** Figures over time. */
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

/** Figures along an axis of names or steps, which is not time. */
export interface BarsPicture {
  readonly kind: 'bars'
  /** Of the axis of names. */
  readonly label: string
  readonly places: readonly Place[]
  /** Of the figures. */
  readonly axis: Axis
  readonly series: readonly BarsSeries[]
  readonly hasLegend: boolean
}

export interface BarsSeries extends Place {
  readonly mark: 'line' | 'bars'
  /** Opacity of the area below a line, 0 to 1. */
  readonly fill: number
  readonly isStacked: boolean
  /** Undefined = the page chooses. */
  readonly colour?: string
  /** One for each place. */
  readonly values: readonly (number | null)[]
}

/** The parts of a whole. */
export interface PiePicture {
  readonly kind: 'pie'
  /** Of the figure. */
  readonly label: string
  readonly format: NumberFormat
  readonly isDonut: boolean
  readonly slices: readonly Slice[]
}

export interface Slice extends Place {
  readonly value: number | null
  /** Undefined = the page chooses. */
  readonly colour?: string
}

/** A figure for each column and row, the darker the larger. */
export interface HeatmapPicture {
  readonly kind: 'heatmap'
  /** Of the figure. */
  readonly label: string
  readonly format: NumberFormat
  readonly columnLabel: string
  readonly columns: readonly Place[]
  readonly rowLabel: string
  readonly rows: readonly Place[]
  /** By row, then by column. */
  readonly cells: readonly (readonly (number | null)[])[]
}

/** Choices that narrow every panel. */
export interface ControlsPicture {
  readonly kind: 'controls'
  readonly controls: readonly Control[]
}

export type Control =
  | {
      readonly kind: 'list'
      readonly field: string
      readonly label: string
      readonly options: readonly ControlOption[]
      /** Also of values that are not offered at the moment. */
      readonly labels: ValueLabels
      readonly isMultiple: boolean
    }
  | {
      readonly kind: 'range'
      readonly field: string
      readonly label: string
      readonly step: number
      /** Of the period; null when there is nothing. */
      readonly minimum: number | null
      readonly maximum: number | null
      readonly format: NumberFormat
    }

export interface ControlOption {
  readonly label: string
  readonly value: string | number | boolean
  readonly count: number
}

/** Text of a dashboard's author, free of HTML. */
export interface TextPicture {
  readonly kind: 'text'
  readonly blocks: readonly TextBlock[]
}

export type TextBlock =
  /** Level 1 to 6. */
  | { readonly kind: 'heading'; readonly level: number; readonly runs: readonly TextRun[] }
  | { readonly kind: 'paragraph'; readonly runs: readonly TextRun[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly TextBlock[])[] } // prettier-ignore
  | { readonly kind: 'quote'; readonly blocks: readonly TextBlock[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly TextRun[])[]
      readonly rows: readonly (readonly (readonly TextRun[])[])[]
    }

/** A part of a text that looks the same throughout. */
export interface TextRun {
  readonly text: string
  readonly isBold?: true
  readonly isItalic?: true
  readonly isStruck?: true
  readonly isCode?: true
  readonly link?:
    | { readonly kind: 'dashboard'; readonly id: string }
    /** http or https. */
    | { readonly kind: 'web'; readonly url: string }
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
  /** What choosing the series narrows the dashboard to; left out = nothing. */
  readonly narrowing?: Narrowing
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
    /** A length of time, in units of so many ms. */
    | { readonly kind: 'duration'; readonly ms: number }
    | { readonly kind: 'affix'; readonly before: string; readonly after: string }
}

/** Where a panel stands, in columns (48 a row) and rows of the grid. */
export interface PanelPlace {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
