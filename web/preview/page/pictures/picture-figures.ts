import type {
  BarsPicture,
  Cell,
  ChartPicture,
  ChartSeries,
  Column,
  FiguresPicture,
  HeatmapPicture,
  NumberFormat,
  Picture,
  PiePicture,
  TablePicture,
} from '../../../../dashboards/panels/picture.ts'
import { both } from '../charts/narrowing-choices.ts'
import { totalOf } from '../charts/pie-slices.ts'

/**
 * The figures of a picture as a table, with all of its narrowings: what there is to read and to
 * choose for who cannot see or point. Undefined for what has no figures, or is their table already.
 */
export function pictureFigures(picture: Picture): TablePicture | undefined {
  if (picture.kind === 'figures') return ofFigures(picture)
  if (picture.kind === 'chart') return ofChart(picture)
  if (picture.kind === 'bars') return ofBars(picture)
  if (picture.kind === 'pie') return ofPie(picture)
  if (picture.kind === 'heatmap') return ofHeatmap(picture)
  return undefined
}

/** One row, because each has a format of its own. */
function ofFigures({ figures }: FiguresPicture): TablePicture {
  return {
    kind: 'table',
    columns: figures.map(({ format, label }) => numbers(label, format)),
    rows: [figures.map(({ value }) => value)],
  }
}

/** A row for every time that any series has a point at. */
function ofChart({ axes, series }: ChartPicture): TablePicture {
  const shown = withoutRepeats(series)
  const values = shown.map(({ points }) => new Map(points))
  const times = [...new Set(values.flatMap((byTime) => [...byTime.keys()]))].sort((a, b) => a - b)
  const narrowings = [null, ...shown.map(({ narrowing }) => narrowing ?? null)]
  return {
    kind: 'table',
    columns: [
      numbers('Time', { ...plain, unit: { kind: 'time' } }),
      ...shown.map(({ axis, label }) => numbers(label, axes[axis]?.format ?? plain)),
    ],
    rows: times.map((time): Cell[] => [time, ...values.map((byTime) => byTime.get(time) ?? null)]),
    narrowings: times.map(() => narrowings),
  }
}

/** A series that is drawn twice, as bars and as a line, has its figures once. */
function withoutRepeats(series: readonly ChartSeries[]): ChartSeries[] {
  const byFigures = series.map((one) => [JSON.stringify([one.label, one.points]), one] as const)
  return [...new Map(byFigures).values()]
}

function ofBars({ axis, label, places, series }: BarsPicture): TablePicture {
  return {
    kind: 'table',
    columns: [names(label), ...series.map((one) => numbers(one.label, axis.format))],
    rows: places.map((place, at) => [
      place.label,
      ...series.map(({ values }) => values[at] ?? null),
    ]),
    narrowings: places.map(({ narrowing }) => [
      narrowing,
      ...series.map((one) => (one.narrowing === null ? null : both(narrowing, one.narrowing))),
    ]),
  }
}

/** All slices, also those that the picture puts together. */
function ofPie({ format, label, slices }: PiePicture): TablePicture {
  const total = totalOf(slices)
  const share = { decimalsMin: 1, decimalsMax: 1, unit: { kind: 'percent' } } as const
  return {
    kind: 'table',
    columns: [names('Slice'), numbers(label, format), numbers('Share', share)],
    rows: slices.map((slice) => [
      slice.label,
      slice.value,
      total > 0 ? Math.max(0, slice.value ?? 0) / total : null,
    ]),
    narrowings: slices.map(({ narrowing }) => [narrowing, null, null]),
  }
}

function ofHeatmap({ cells, columns, format, rowLabel, rows }: HeatmapPicture): TablePicture {
  return {
    kind: 'table',
    columns: [names(rowLabel), ...columns.map(({ label }) => numbers(label, format))],
    rows: rows.map(({ label }, row) => [
      label,
      ...columns.map((_column, column) => cells[row]?.[column] ?? null),
    ]),
    narrowings: rows.map((row) => [
      row.narrowing,
      ...columns.map((column) => both(row.narrowing, column.narrowing)),
    ]),
  }
}

const plain: NumberFormat = { decimalsMin: 0, decimalsMax: 2, unit: { kind: 'none' } }

function names(label: string): Column {
  return { label, kind: 'text' }
}

function numbers(label: string, format: NumberFormat): Column {
  return { label, kind: 'number', format }
}
