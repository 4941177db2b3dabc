import { metricExpected, parseMetric, parseSplit, splitExpected } from './metric.ts'

/** A function of Timelion: its names and what it takes. */
export interface Signature {
  readonly name: string
  readonly aliases: readonly string[]
  /** A chain begins with a source; a link changes what comes from its left. */
  readonly role: 'source' | 'link'
  readonly parameters: readonly Parameter[]
}

/** An argument that a function takes. */
export interface Parameter extends Kind {
  readonly name: string
  readonly isOptional?: boolean
  /** May be given more than once: `q='a', q='b'`. */
  readonly isRepeatable?: boolean
}

/** What a value may be. */
interface Kind {
  readonly types: readonly ValueType[]
  /** Of a number, both ends included. */
  readonly range?: { readonly min: number; readonly max?: number; readonly isWhole?: boolean }
  /** Of a text. */
  readonly form?: { readonly isValid: (text: string) => boolean; readonly expected: string }
}

export type ValueType = 'number' | 'string' | 'boolean' | 'series'

const text: Kind = { types: ['string'] }
const number: Kind = { types: ['number'] }
const flag: Kind = { types: ['boolean'] }
/** Timelion lets people say 1, 0, true or false. */
const numberOrFlag: Kind = { types: ['number', 'boolean'] }
const operand: Kind = { types: ['number', 'series'] }
const size: Kind = { types: ['number'], range: { min: 0 } }
const opacity: Kind = { types: ['number'], range: { min: 0, max: 10 } }
const share: Kind = { types: ['number'], range: { min: 0, max: 1 } }
const bucketCount: Kind = { types: ['number'], range: { min: 0, isWhole: true } }
const position: Kind = oneOf('left', 'right', 'center')
const fitMode = oneOf('average', 'carry', 'nearest', 'none', 'scale')
const intervalForm = matching(/^[1-9]\d{0,5}(?:ms|[smhdwMy])$/, 'an interval such as 1h or 1d')
const interval: Kind = { types: ['string'], form: intervalForm }
const window: Kind = { types: ['number'], range: { min: 1, isWhole: true } }
const colour: Kind = {
  types: ['string'],
  form: matching(/^(?:#(?:[0-9a-f]{3}|[0-9a-f]{6})|[a-z]{3,20})$/i, 'a colour such as #3D6FE0'),
}
const offset: Kind = {
  types: ['string'],
  form: matching(/^(?:[+-]\d+[smhdwMy]|timerange:-[\d.]+)$/, 'an offset such as -1w'),
}
const units: Kind = {
  types: ['string'],
  form: matching(
    /^(?:none|percent|bits(?:\/s)?|bytes(?:\/s)?|currency:[A-Z]{3}|custom:[^:]*(?::[^:]*)?)$/,
    'percent, bytes, bits, currency:EUR or custom:before:after',
  ),
}
const steadyValue: Kind = {
  types: ['number', 'string'],
  form: matching(/^-?[\d.]+(?::-?[\d.]+)*$/, 'a number or several such as 1:5:2'),
}

/**
 * The functions that are evaluated here, with the names and types of arguments that Kibana 7.10 and
 * 7.17 have. Ranges are narrower than Kibana's where it takes a value and draws nothing sensible.
 */
export const signatures: readonly Signature[] = [
  source(
    'es',
    ['elasticsearch'],
    [
      { name: 'q', ...text, isOptional: true, isRepeatable: true },
      {
        name: 'metric',
        ...parsed((came) => parseMetric(came) !== undefined, metricExpected),
        isOptional: true,
        isRepeatable: true,
      },
      {
        name: 'split',
        ...parsed((came) => parseSplit(came) !== undefined, splitExpected),
        isOptional: true,
        isRepeatable: true,
      },
      // Kibana's defaults are settings that any Kibana may have changed.
      required('index', text),
      required('timefield', text),
      optional('kibana', flag),
      optional('offset', offset),
      optional('fit', fitMode),
    ],
  ),
  source('static', ['value'], [required('value', steadyValue), optional('label', text)]),
  link('label', [required('label', text), optional('regex', parsed(isPattern, 'a regular expression'))]), // prettier-ignore
  link('color', [required('color', colour)]),
  link('lines', [
    optional('width', size),
    optional('fill', opacity),
    optional('stack', flag),
    optional('show', numberOrFlag),
    optional('steps', numberOrFlag),
  ]),
  link('bars', [optional('width', size), optional('stack', flag)]),
  link('points', [
    optional('radius', size),
    optional('weight', size),
    optional('fill', opacity),
    optional('fillColor', colour),
    optional('symbol', oneOf('triangle', 'cross', 'square', 'diamond', 'circle')),
    optional('show', flag),
  ]),
  link('hide', [optional('hide', flag)]),
  link('title', [optional('title', text)]),
  link('legend', [
    optional('position', { ...oneOf('nw', 'ne', 'se', 'sw', 'false'), types: ['string', 'boolean'] }), // prettier-ignore
    optional('columns', bucketCount),
    optional('showTime', flag),
    optional('timeFormat', text),
  ]),
  link('yaxis', [
    optional('yaxis', { types: ['number'], range: { min: 1, max: 4, isWhole: true } }),
    optional('min', number),
    optional('max', number),
    optional('position', oneOf('left', 'right')),
    optional('label', text),
    optional('color', colour),
    optional('units', units),
    optional('tickDecimals', bucketCount),
  ]),
  link('sum', [required('term', operand)], ['add', 'plus']),
  link('subtract', [required('term', operand)]),
  link('multiply', [required('multiplier', operand)]),
  link('divide', [required('divisor', operand)]),
  link('min', [required('value', operand)]),
  link('max', [required('value', operand)]),
  link(
    'if',
    [
      required('operator', oneOf('eq', 'ne', 'lt', 'lte', 'gt', 'gte')),
      optional('if', operand),
      optional('then', operand),
      optional('else', operand),
    ],
    ['condition'],
  ),
  link('abs', []),
  link('cusum', [optional('base', number)]),
  link('derivative', []),
  link('precision', [required('precision', { types: ['number'], range: { min: 0, max: 20, isWhole: true } })]), // prettier-ignore
  link('range', [required('min', number), required('max', number)]),
  link('scale_interval', [required('interval', interval)]),
  link('trim', [optional('start', bucketCount), optional('end', bucketCount)]),
  link('fit', [required('mode', fitMode)]),
  link('aggregate', [required('function', oneOf('avg', 'cardinality', 'min', 'max', 'last', 'first', 'sum'))]), // prettier-ignore
  link('trend', [
    optional('mode', oneOf('linear', 'log')),
    optional('start', { types: ['number'] }),
    optional('end', { types: ['number'] }),
  ]),
  link(
    'movingaverage',
    [
      required('window', { ...window, types: ['number', 'string'], form: intervalForm }),
      optional('position', position),
    ],
    ['mvavg'],
  ),
  link('movingstd', [required('window', window), optional('position', position)], ['mvstd']),
  link('holt', [
    required('alpha', share),
    optional('beta', share),
    optional('gamma', share),
    optional('season', interval),
    optional('sample', { types: ['number'], range: { min: 2, isWhole: true } }),
  ]),
]

/** By name, aliases included. */
export const signaturesByName: ReadonlyMap<string, Signature> = new Map(
  signatures.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one] as const)),
)

function source(
  name: string,
  aliases: readonly string[],
  parameters: readonly Parameter[],
): Signature {
  return { name, aliases, role: 'source', parameters }
}

function link(
  name: string,
  parameters: readonly Parameter[],
  aliases: readonly string[] = [],
): Signature {
  return { name, aliases, role: 'link', parameters }
}

function required(name: string, kind: Kind): Parameter {
  return { name, ...kind }
}

function optional(name: string, kind: Kind): Parameter {
  return { name, ...kind, isOptional: true }
}

function oneOf(...texts: readonly string[]): Kind {
  return parsed((came) => texts.includes(came), texts.join(', '))
}

function parsed(isValid: (came: string) => boolean, expected: string): Kind {
  return { types: ['string'], form: { isValid, expected } }
}

function matching(pattern: RegExp, expected: string): NonNullable<Kind['form']> {
  return { isValid: (came) => pattern.test(came), expected }
}

/** `.label()` takes RE2, which is a little less than what is a regular expression here. */
function isPattern(came: string): boolean {
  try {
    return new RegExp(came) instanceof RegExp
  } catch {
    return false
  }
}
