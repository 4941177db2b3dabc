import { z } from 'zod'
import { PipelineError } from '../../runtime/problem.ts'
import { invalidDashboard } from '../invalid.ts'
import { parseJson, type SavedObject } from '../saved-object.ts'
import { readFieldFormats } from './field-format.ts'
import { moment } from './number-format.ts'
import { type NumberFormat, type ValueColours, type ValueLabels } from './picture.ts'

/** A data view, as far as a panel needs it. */
export interface Source {
  readonly index: string
  readonly timeField: string
  /** All that it has. */
  readonly fields: ReadonlyMap<string, SourceField>
}

/** A field, as a data view describes it. */
export interface SourceField {
  /** Kibana's: `string`, `number`, `date`, `boolean`, `geo_point`. */
  readonly type: string
  readonly isAggregatable: boolean
  /** What people call it; its name, if there is nothing else. */
  readonly label: string
  /** Of a number that has one. */
  readonly format: NumberFormat | undefined
  /** Of its values that have one. */
  readonly colours: ValueColours | undefined
  /** What people read instead of its values, where it says so. */
  readonly labels: ValueLabels | undefined
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

const FieldList = z.array(
  z.object({ name: z.string(), type: z.string(), aggregatable: z.boolean().default(false) }),
)
const Labels = z.record(z.string(), z.object({ customLabel: z.string().optional() }))

/** @throws PipelineError `dashboards.invalid` when the data view of a panel is not there. */
export function readSource(
  { object, objects }: Surroundings,
  referenceName: string | undefined,
): Source {
  const reference = object.references.find(({ name }) => name === referenceName)
  const view = objects.find(({ type, id }) => type === 'index-pattern' && id === reference?.id)
  if (view !== undefined) return sourceOf(view)
  throw invalidDashboard(`the data view of ${object.id} is not in the bundle`)
}

/** Every data view; one that is not readable is left out, and the panels over it say why. */
export function readSources(objects: readonly SavedObject[]): Source[] {
  return objects
    .filter(({ type }) => type === 'index-pattern')
    .flatMap((view) => {
      try {
        return [sourceOf(view)]
      } catch (error) {
        if (!(error instanceof PipelineError)) throw error
        return []
      }
    })
}

/** @throws PipelineError `dashboards.invalid` when the data view is not readable. */
function sourceOf({ id, attributes }: SavedObject): Source {
  const view = DataView.safeParse(attributes)
  if (!view.success) throw invalidDashboard(`the data view ${id} is not readable`)
  const { title, timeFieldName, fields, fieldAttrs, fieldFormatMap } = view.data
  const list = FieldList.safeParse(parseJson(fields, `fields of ${id}`)).data ?? []
  const labels = Labels.safeParse(parseJson(fieldAttrs, `fieldAttrs of ${id}`)).data ?? {}
  const formats = readFieldFormats(parseJson(fieldFormatMap, `fieldFormatMap of ${id}`))
  return {
    index: title,
    timeField: timeFieldName,
    fields: new Map(
      list.map(({ name, type, aggregatable }) => [
        name,
        {
          type,
          isAggregatable: aggregatable,
          label: labels[name]?.customLabel ?? name,
          format: formats.get(name)?.number,
          colours: formats.get(name)?.colours,
          labels: formats.get(name)?.labels,
        },
      ]),
    ),
  }
}

/** How the values of a field look in a table, as far as the data view says so. */
export function valueLooks({ fields }: Source, name: string) {
  const { colours, labels } = fields.get(name) ?? {}
  return {
    ...(colours === undefined ? {} : { colours }),
    ...(labels === undefined ? {} : { labels }),
  }
}

/** How figures of a field are written; undefined when nothing says so. */
export function numberFormatOf({ fields }: Source, name: string): NumberFormat | undefined {
  const field = fields.get(name)
  return field?.type === 'date' ? moment : field?.format
}
