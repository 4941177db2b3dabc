import { type Point } from '../panels/picture.ts'

/** One line, row of bars or row of points of a chart. */
export interface Series {
  readonly label: string
  /** Value of the field it was split by; pairs series of two lists. */
  readonly split?: string
  readonly points: readonly Point[]
  readonly style: SeriesStyle
}

export interface SeriesStyle {
  readonly colour?: string
  readonly lines?: {
    readonly isShown: boolean
    readonly width: number
    /** 0 to 10. */
    readonly fill: number
    readonly isStacked: boolean
    readonly isStepped: boolean
  }
  readonly bars?: { readonly isStacked: boolean }
  readonly points?: { readonly isShown: boolean; readonly radius: number }
  readonly isHidden?: boolean
  /** 1 = the left one. */
  readonly axis?: number
}

/** What the functions of a chain hand on. */
export interface SeriesList {
  readonly series: readonly Series[]
  readonly chart: ChartOptions
}

/** What is said once for a chart. */
interface ChartOptions {
  readonly title?: string
  readonly hasLegend?: boolean
  /** By number, from 1. */
  readonly axes: ReadonlyMap<number, AxisOptions>
}

export interface AxisOptions {
  readonly label?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly side?: 'left' | 'right'
  readonly units?: string
  readonly decimals?: number
}

/** The list that a source is. */
export function listOf(series: readonly Series[]): SeriesList {
  return { series, chart: { axes: new Map() } }
}

/** Lists side by side; what the later ones say of the chart wins. */
export function joinLists(lists: readonly SeriesList[]): SeriesList {
  return {
    series: lists.flatMap(({ series }) => series),
    chart: lists.reduce<ChartOptions>(
      (joined, { chart }) => ({
        ...joined,
        ...chart,
        axes: new Map([...joined.axes, ...chart.axes]),
      }),
      { axes: new Map() },
    ),
  }
}

export function mapSeries(list: SeriesList, change: (series: Series) => Series): SeriesList {
  return { ...list, series: list.series.map(change) }
}

/** The same series with other figures, one for each of its points. */
export function mapValues(
  list: SeriesList,
  change: (value: number | null, index: number, points: readonly Point[]) => number | null,
): SeriesList {
  return mapSeries(list, (series) => ({
    ...series,
    points: series.points.map(([time, value], index, points): Point => [
      time,
      finite(change(value, index, points)),
    ]),
  }))
}

/** What is no number is no figure. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
