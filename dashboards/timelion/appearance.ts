import { type BoundArguments, type Parameter } from './arguments.ts'
import { type ChainFunction } from './chain-function.ts'
import { type AxisOptions, mapSeries, type SeriesList, type SeriesStyle } from './series.ts'

/** Functions that say how series look and change no figure. */
export const appearanceFunctions: Readonly<Record<string, ChainFunction>> = {
  label: {
    parameters: [required('label', 'string'), optional('regex', 'string')],
    apply: (list, bound) =>
      mapSeries(list, (series) => ({ ...series, label: relabel(series.label, bound) })),
  },
  color: {
    parameters: [required('color', 'string')],
    apply: (list, bound) => styled(list, { colour: colourOf(bound) }),
  },
  lines: {
    parameters: [
      optional('width', 'number'),
      optional('fill', 'number'),
      optional('stack', 'boolean'),
      optional('show', 'number', 'boolean'),
      optional('steps', 'number', 'boolean'),
    ],
    apply: (list, bound) => styled(list, { lines: linesOf(bound) }),
  },
  bars: {
    // The width is in pixels of a chart of unknown width; bars here fill their interval.
    parameters: [optional('width', 'number'), optional('stack', 'boolean')],
    apply: (list, bound) => styled(list, { bars: { isStacked: bound.boolean('stack') ?? true } }),
  },
  points: {
    parameters: [
      optional('radius', 'number'),
      optional('weight', 'number'),
      optional('fill', 'number'),
      optional('fillColor', 'string'),
      optional('symbol', 'string'),
      optional('show', 'boolean'),
    ],
    apply: (list, bound) =>
      styled(list, {
        points: { isShown: bound.boolean('show') ?? true, radius: bound.number('radius') ?? 3 },
      }),
  },
  hide: {
    parameters: [optional('hide', 'boolean')],
    apply: (list, bound) => styled(list, { isHidden: bound.boolean('hide') ?? true }),
  },
  title: {
    parameters: [optional('title', 'string')],
    apply: (list, bound) => ({
      ...list,
      chart: { ...list.chart, title: bound.text('title') ?? '' },
    }),
  },
  legend: {
    parameters: [
      optional('position', 'string', 'boolean'),
      optional('columns', 'number'),
      optional('showTime', 'boolean'),
      optional('timeFormat', 'string'),
    ],
    // The page has one place for legends.
    apply: (list, bound) => ({
      ...list,
      chart: {
        ...list.chart,
        hasLegend: bound.boolean('position') ?? bound.text('position') !== 'false',
      },
    }),
  },
  yaxis: {
    parameters: [
      optional('yaxis', 'number'),
      optional('min', 'number'),
      optional('max', 'number'),
      optional('position', 'string'),
      optional('label', 'string'),
      optional('color', 'string'),
      optional('units', 'string'),
      optional('tickDecimals', 'number'),
    ],
    apply: applyAxis,
  },
}

function required(name: string, ...types: Parameter['types']): Parameter {
  return { name, types }
}

function optional(name: string, ...types: Parameter['types']): Parameter {
  return { name, types, isOptional: true }
}

function styled(list: SeriesList, style: SeriesStyle): SeriesList {
  return mapSeries(list, (series) => ({ ...series, style: { ...series.style, ...style } }))
}

/** `%s` stands for the label so far; with a regex, `$1` for what its first bracket matched. */
function relabel(label: string, bound: BoundArguments): string {
  const template = bound.text('label') ?? ''
  const pattern = bound.text('regex')
  if (pattern === undefined) return template.replaceAll('%s', () => label)
  try {
    return label.replace(new RegExp(pattern), template)
  } catch {
    throw bound.invalid(`argument regex: ${pattern} is no regular expression`)
  }
}

function colourOf(bound: BoundArguments): string {
  const colour = bound.text('color') ?? ''
  const isHex = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(colour)
  if (isHex || /^[a-z]{3,20}$/i.test(colour)) return colour
  throw bound.invalid(`argument color: expected a colour such as #3D6FE0, got ${colour}`)
}

function linesOf(bound: BoundArguments): NonNullable<SeriesStyle['lines']> {
  const fill = bound.number('fill') ?? 0
  return {
    isShown: bound.isOn('show') ?? true,
    width: bound.number('width') ?? 2,
    fill: Math.min(10, Math.max(0, fill)),
    isStacked: bound.boolean('stack') ?? false,
    isStepped: bound.isOn('steps') ?? false,
  }
}

function applyAxis(list: SeriesList, bound: BoundArguments): SeriesList {
  const axis = bound.number('yaxis') ?? 1
  if (!Number.isInteger(axis) || axis < 1 || axis > 4) {
    throw bound.invalid(`argument yaxis: expected 1 to 4, got ${axis}`)
  }
  const axes = new Map(list.chart.axes).set(axis, axisOptions(bound))
  return { ...styled(list, { axis }), chart: { ...list.chart, axes } }
}

function axisOptions(bound: BoundArguments): AxisOptions {
  const side = bound.text('position')
  if (side !== undefined && side !== 'left' && side !== 'right') {
    throw bound.invalid(`argument position: expected left or right, got ${side}`)
  }
  const options = {
    side,
    minimum: bound.number('min'),
    maximum: bound.number('max'),
    label: bound.text('label'),
    units: bound.text('units'),
    decimals: bound.number('tickDecimals'),
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
