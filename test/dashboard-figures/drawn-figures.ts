import { type Column, type Control, type Picture } from '../../dashboards/panels/picture.ts'
import { type Cell, type Figures } from './figures.ts'

type Drawn = Exclude<Picture, { kind: 'failure' }>
type PictureOf<Kind extends Drawn['kind']> = Extract<Drawn, { kind: Kind }>
type Read<Kind extends Drawn['kind']> = (picture: PictureOf<Kind>) => Omit<Figures, 'kind'>

/** The figures of a picture, in the shape in which they are expected. */
export function figuresOf(picture: Picture): Figures {
  if (picture.kind === 'failure') throw new Error(`${picture.reason} ${picture.action}`)
  const { kind } = picture
  const read = readers[kind] as Read<typeof kind>
  return { kind, ...read(picture) }
}

const withoutFigures = () => ({ columns: [], rows: [] })

const readers: { readonly [Kind in Drawn['kind']]: Read<Kind> } = {
  figures: ({ figures }) => ({
    columns: [],
    rows: figures.map(({ label, value }) => [label, value]),
  }),

  table: ({ columns, rows }) => ({
    columns: columns.flatMap(({ kind, label }) => (kind === 'number' ? label : [])),
    rows: rows.map((row) => row.map((cell, index) => worded(cell, columns[index]))),
  }),

  chart: ({ series }) => {
    const times = [...new Set(series.flatMap(({ points }) => points.map(([time]) => time)))]
    const values = series.map(({ points }) => new Map(points))
    return {
      columns: series.map(({ label }) => label),
      rows: times
        .sort((one, other) => one - other)
        .map((time) => [time, ...values.map((of) => of.get(time) ?? null)]),
    }
  },

  bars: ({ places, series }) => ({
    columns: series.map(({ label }) => label),
    rows: places.map(({ label }, index) => [
      label,
      ...series.map(({ values }) => values[index] ?? null),
    ]),
  }),

  pie: ({ label: column, slices }) => ({
    columns: [column],
    rows: slices.map(({ label, value }) => [label, value]),
  }),

  heatmap: ({ columns, rows, cells }) => ({
    columns: columns.map(({ label }) => label),
    rows: rows.map(({ label }, index) => [label, ...(cells[index] ?? [])]),
  }),

  controls: ({ controls }) => ({ columns: [], rows: controls.flatMap(choicesOf) }),
  text: withoutFigures,
  empty: withoutFigures,
}

/** As the page writes it. */
function worded(cell: Cell, column: Column | undefined): Cell {
  const label = column?.kind === 'text' ? column.labels?.[String(cell)] : undefined
  return label ?? cell
}

function choicesOf(control: Control): Cell[][] {
  return control.kind === 'range'
    ? [[control.label, control.minimum, control.maximum]]
    : control.options.map(({ label, count }) => [control.label, label, count])
}
