import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { parseJson, type SavedObject } from '../saved-object.ts'
import { parseNumberPattern, plainNumber } from './number-format.ts'
import { type NumberFormat } from './picture.ts'

/** A data view, as far as a panel needs it. */
export interface Source {
  readonly index: string
  readonly timeField: string
  /** Of the fields that have one. */
  readonly numberFormats: ReadonlyMap<string, NumberFormat>
}

const DataView = z.object({
  title: z.string(),
  timeFieldName: z.string(),
  fieldFormatMap: z.string().default('{}'),
})

const Formats = z.record(
  z.string(),
  z.object({ id: z.string(), params: z.looseObject({ pattern: z.string().optional() }) }),
)

/** @throws PipelineError `dashboards.invalid` when the data view of a panel is not there. */
export function readSource(
  object: SavedObject,
  referenceName: string | undefined,
  objects: readonly SavedObject[],
): Source {
  const reference = object.references.find(({ name }) => name === referenceName)
  const saved = objects.find(({ type, id }) => type === 'index-pattern' && id === reference?.id)
  const view = DataView.safeParse(saved?.attributes)
  if (!view.success) {
    throw invalidDashboard(`the data view of ${object.id} is not in the bundle or not readable`)
  }
  const { title, timeFieldName, fieldFormatMap } = view.data
  const formats = Formats.safeParse(parseJson(fieldFormatMap, 'fieldFormatMap')).data ?? {}
  return {
    index: title,
    timeField: timeFieldName,
    numberFormats: new Map(
      Object.entries(formats)
        .filter(([, { id }]) => id === 'number' || id === 'percent')
        .map(([field, { params }]) => [
          field,
          params.pattern === undefined ? plainNumber : parseNumberPattern(params.pattern),
        ]),
    ),
  }
}
