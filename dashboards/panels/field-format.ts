import { z } from 'zod'
import {
  bytesFormat,
  durationFormat,
  durationUnits,
  parseNumberPattern,
  percentFormat,
  plainNumber,
} from './number-format.ts'
import { type NumberFormat, type ValueColours, type ValueLabels } from './picture.ts'

/** How a data view wants the values of a field to be shown. */
interface FieldFormat {
  readonly number?: NumberFormat
  readonly colours?: ValueColours
  readonly labels?: ValueLabels
}

const pattern = z.string().max(100).optional()
const Format = z.discriminatedUnion('id', [
  z.object({ id: z.literal('number'), params: z.object({ pattern }).default({}) }),
  z.object({ id: z.literal('percent'), params: z.object({ pattern }).default({}) }),
  z.object({ id: z.literal('bytes'), params: z.object({ pattern }).default({}) }),
  z.object({ id: z.literal('duration'), params: z.object({ inputFormat: z.string().default('seconds') }).default({ inputFormat: 'seconds' }) }), // prettier-ignore
  z.object({
    id: z.literal('color'),
    params: z.object({
      colors: z.array(
        z.object({ regex: z.string().default(''), text: z.string(), background: z.string() }),
      ),
    }),
  }),
  z.object({
    id: z.literal('static_lookup'),
    params: z.object({
      lookupEntries: z
        .array(z.object({ key: z.coerce.string().max(1000), value: z.string().max(1000) }))
        .max(2000),
    }),
  }),
])

/** The formats of a data view, by field; those that are not known are left out. */
export function readFieldFormats(formatMap: unknown): ReadonlyMap<string, FieldFormat> {
  const formats = z.record(z.string(), z.unknown()).safeParse(formatMap).data ?? {}
  return new Map(
    Object.entries(formats).flatMap(([field, saved]) => {
      const { data } = Format.safeParse(saved)
      return data === undefined ? [] : [[field, formatOf(data)]]
    }),
  )
}

function formatOf(format: z.infer<typeof Format>): FieldFormat {
  switch (format.id) {
    case 'number':
      return { number: numberOf(format.params.pattern, plainNumber) }
    case 'percent':
      return { number: numberOf(format.params.pattern, percentFormat) }
    case 'bytes':
      return { number: numberOf(format.params.pattern, bytesFormat) }
    case 'duration':
      return { number: durationOf(format.params.inputFormat) }
    case 'color':
      return { colours: coloursOf(format.params.colors) }
    case 'static_lookup':
      // As Kibana does, a value without words is shown as it is.
      return { labels: Object.fromEntries(format.params.lookupEntries.filter(({ value }) => value !== '').map(({ key, value }) => [key, value])) } // prettier-ignore
  }
}

function numberOf(text: string | undefined, whole: NumberFormat): NumberFormat {
  if (text === undefined) return whole
  const { decimalsMin, decimalsMax, unit } = parseNumberPattern(text)
  return { decimalsMin, decimalsMax, unit: whole.unit.kind === 'none' ? unit : whole.unit }
}

function durationOf(inputFormat: string): NumberFormat {
  const ms = durationUnits[inputFormat]
  if (ms !== undefined) return durationFormat(ms)
  return { ...plainNumber, unit: { kind: 'affix', before: '', after: ` ${inputFormat}` } }
}

/**
 * Colours by value, of the expressions that name one value each: `^declined$`. Others are left out:
 * an expression that is run over the values of events could take forever.
 */
function coloursOf(
  saved: readonly { readonly regex: string; readonly text: string; readonly background: string }[],
): ValueColours {
  return Object.fromEntries(
    saved.flatMap(({ regex, text, background }) => {
      const value = /^\^(?<value>[^\\^$.*+?()[\]{}|]+)\$$/.exec(regex)?.groups?.['value']
      return value === undefined ? [] : [[value, { text, ground: background }]]
    }),
  )
}
