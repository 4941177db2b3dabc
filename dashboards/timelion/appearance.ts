import { type BoundArguments } from './arguments.ts'
import { type Link } from './link.ts'
import { type AxisOptions, mapSeries, type SeriesList, type SeriesStyle } from './series.ts'

/** Functions that say how series look and change no figure. */
export const appearanceLinks: Readonly<Record<string, Link>> = {
  label: (list, bound) =>
    mapSeries(list, (series) => ({ ...series, label: relabel(series.label, bound) })),

  color: (list, bound) => styled(list, { colour: bound.text('color') ?? '' }),

  lines: (list, bound) => styled(list, { lines: linesOf(bound) }),

  /** The width is in pixels of a chart of unknown width; bars here fill their interval. */
  bars: (list, bound) => styled(list, { bars: { isStacked: bound.boolean('stack') ?? true } }),

  points: (list, bound) =>
    styled(list, {
      points: { isShown: bound.boolean('show') ?? true, radius: bound.number('radius') ?? 3 },
    }),

  hide: (list, bound) => styled(list, { isHidden: bound.boolean('hide') ?? true }),

  title: (list, bound) => ({ ...list, chart: { ...list.chart, title: bound.text('title') ?? '' } }),

  /** The page has one place for legends. */
  legend: (list, bound) => ({
    ...list,
    chart: {
      ...list.chart,
      hasLegend: bound.boolean('position') ?? bound.text('position') !== 'false',
    },
  }),

  yaxis: (list, bound) => {
    const axis = bound.number('yaxis') ?? 1
    const axes = new Map(list.chart.axes).set(axis, axisOptions(bound))
    return { ...styled(list, { axis }), chart: { ...list.chart, axes } }
  },
}

function styled(list: SeriesList, style: SeriesStyle): SeriesList {
  return mapSeries(list, (series) => ({ ...series, style: { ...series.style, ...style } }))
}

/** `%s` stands for the label so far; with a regex, `$1` for what its first bracket matched. */
function relabel(label: string, bound: BoundArguments): string {
  const template = bound.text('label') ?? ''
  const pattern = bound.text('regex')
  if (pattern === undefined) return template.replaceAll('%s', () => label)
  return label.replace(new RegExp(pattern), template)
}

function linesOf(bound: BoundArguments): NonNullable<SeriesStyle['lines']> {
  return {
    isShown: bound.isOn('show') ?? true,
    width: bound.number('width') ?? 2,
    fill: bound.number('fill') ?? 0,
    isStacked: bound.boolean('stack') ?? false,
    isStepped: bound.isOn('steps') ?? false,
  }
}

function axisOptions(bound: BoundArguments): AxisOptions {
  const side = bound.text('position')
  const options = {
    side: side === 'left' || side === 'right' ? side : undefined,
    minimum: bound.number('min'),
    maximum: bound.number('max'),
    label: bound.text('label'),
    units: bound.text('units'),
    decimals: bound.number('tickDecimals'),
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
