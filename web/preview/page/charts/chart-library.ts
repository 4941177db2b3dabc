import type * as Library from 'echarts'

/** ECharts, which /echarts.js has put there; that script stands before this one in the page. */
export const echarts = (globalThis as unknown as { echarts: typeof Library }).echarts

export type Chart = Library.ECharts
export type ChartOption = Library.EChartsOption
export type SeriesOption =
  Library.LineSeriesOption | Library.BarSeriesOption | Library.ScatterSeriesOption
