import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { parseJson, type SavedObject } from '../saved-object.ts'
import { moment, parseNumberPattern, plainNumber } from './number-format.ts'
import { type NumberFormat } from './picture.ts'

/** A data view, as far as a panel needs it. */
export interface Source {
  readonly index: string
  readonly timeField: string
  readonly dateFields: ReadonlySet<string>
  /** What people call a field; those that have a name of their own. */
  readonly labels: ReadonlyMap<string, string>
  /** Of the fields that have one. */
  readonly numberFormats: ReadonlyMap<string, NumberFormat>
}

/** A saved object and what it may refer to. */
export interface Surroundings {
  readonly object: SavedObject
  readonly objects: readonly SavedObject[]
  /** Of the dashboard that it is on, in Lucene. */
  readonly query: string
}

const DataView = z.object({
  title: z.string(),
  timeFieldName: z.string(),
  fields: z.string().default('[]'),
  fieldAttrs: z.string().default('{}'),
  fieldFormatMap: z.string().default('{}'),
})

const Formats = z.record(
  z.string(),
  z.object({ id: z.string(), params: z.looseObject({ pattern: z.string().optional() }) }),
)
const FieldList = z.array(z.object({ name: z.string(), type: z.string() }))
const Labels = z.record(z.string(), z.object({ customLabel: z.string().optional() }))

/** @throws PipelineError `dashboards.invalid` when the data view of a panel is not there. */
export function readSource(
  { object, objects }: Surroundings,
  referenceName: string | undefined,
): Source {
  const reference = object.references.find(({ name }) => name === referenceName)
  const saved = objects.find(({ type, id }) => type === 'index-pattern' && id === reference?.id)
  const view = DataView.safeParse(saved?.attributes)
  if (!view.success) {
    throw invalidDashboard(`the data view of ${object.id} is not in the bundle or not readable`)
  }
  const { title, timeFieldName, fields, fieldAttrs, fieldFormatMap } = view.data
  const list = FieldList.safeParse(parseJson(fields, 'fields')).data ?? []
  const labels = Labels.safeParse(parseJson(fieldAttrs, 'fieldAttrs')).data ?? {}
  return {
    index: title,
    timeField: timeFieldName,
    dateFields: new Set(list.filter(({ type }) => type === 'date').map(({ name }) => name)),
    labels: new Map(
      Object.entries(labels).map(([field, { customLabel }]) => [field, customLabel ?? field]),
    ),
    numberFormats: readFormats(fieldFormatMap),
  }
}

function readFormats(fieldFormatMap: string): Source['numberFormats'] {
  const formats = Formats.safeParse(parseJson(fieldFormatMap, 'fieldFormatMap')).data ?? {}
  return new Map(
    Object.entries(formats)
      .filter(([, { id }]) => id === 'number' || id === 'percent')
      .map(([field, { params }]) => [
        field,
        params.pattern === undefined ? plainNumber : parseNumberPattern(params.pattern),
      ]),
  )
}

/** How figures of a field are written; undefined when nothing says so. */
export function numberFormatOf(
  { dateFields, numberFormats }: Source,
  field: string,
): NumberFormat | undefined {
  return dateFields.has(field) ? moment : numberFormats.get(field)
}
