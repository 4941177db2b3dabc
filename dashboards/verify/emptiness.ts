import {
  type BarsPicture,
  type ChartPicture,
  type ControlsPicture,
  type FiguresPicture,
  type HeatmapPicture,
  type PiePicture,
  type Picture,
  type TablePicture,
} from '../panels/picture.ts'

/** Why a picture shows nothing; undefined when it shows something. */
export function emptiness(picture: Picture): string | undefined {
  if ('reason' in picture) return picture.reason
  switch (picture.kind) {
    case 'chart':
      return emptyChart(picture)
    case 'table':
      return emptyTable(picture)
    case 'controls':
      return emptyControl(picture)
    case 'text':
      return undefined
    case 'figures':
    case 'bars':
    case 'pie':
    case 'heatmap':
      return anyFigure(figuresIn(picture))
  }
}

function figuresIn(
  picture: FiguresPicture | BarsPicture | PiePicture | HeatmapPicture,
): readonly (number | null)[] {
  switch (picture.kind) {
    case 'figures':
      return picture.figures.map(({ value }) => value)
    case 'bars':
      return picture.series.flatMap(({ values }) => values)
    case 'pie':
      return picture.slices.map(({ value }) => value)
    case 'heatmap':
      return picture.cells.flat()
  }
}

function emptyChart({ series }: ChartPicture): string | undefined {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value))
  return values.every((value) => value === null) ? 'No series has a figure.' : undefined
}

function anyFigure(figures: readonly (number | null)[]): string | undefined {
  return figures.every((figure) => figure === null || figure === 0) ? noFigure : undefined
}

/** A table may be of words alone: of documents. */
function emptyTable({ columns, rows }: TablePicture): string | undefined {
  if (rows.length === 0) return 'There are no rows.'
  const numbers = columns.flatMap(({ kind }, position) => (kind === 'number' ? [position] : []))
  const figures = rows.flatMap((row) => numbers.map((position) => row[position] ?? null))
  const isEmpty = figures.length > 0 && figures.every((figure) => figure === null || figure === 0)
  return isEmpty ? noFigure : undefined
}

function emptyControl({ controls }: ControlsPicture): string | undefined {
  const bare = controls.find((control) =>
    control.kind === 'list' ? control.options.length === 0 : control.minimum === null,
  )
  return bare === undefined ? undefined : `Nothing in this period can be chosen by ${bare.label}.`
}

const noFigure = 'No figure is there, or all are 0.'
