import { z } from 'zod'
import { parseJson, type SavedObject } from '../saved-object.ts'

/** The fields of an index, as a data view or as the index itself says. */
export interface KnownFields {
  /** What a panel names: the alias. */
  readonly index: string
  /** Undefined = what says so names none. */
  readonly timeField: string | undefined
  readonly fields: ReadonlyMap<string, KnownField>
  /** Who says so, for messages: `the data view tally-transactions`. */
  readonly place: string
}

export interface KnownField {
  /** Elasticsearch's: `keyword`, `long`, `date`. */
  readonly type: string
  readonly isAggregatable: boolean
}

const Attributes = z.object({
  title: z.string(),
  timeFieldName: z.string().optional(),
  fields: z.string(),
})

const Fields = z.array(
  z.object({
    name: z.string(),
    esTypes: z.array(z.string()).default([]),
    aggregatable: z.boolean(),
  }),
)

/**
 * What the data views among saved objects know; one that cannot be read knows nothing.
 *
 * @throws PipelineError `dashboards.invalid` when the field list of a data view is not JSON.
 */
export function knownFieldsOf(objects: readonly SavedObject[]): KnownFields[] {
  return objects
    .filter(({ type }) => type === 'index-pattern')
    .flatMap(({ id, attributes }) => {
      const view = Attributes.safeParse(attributes)
      if (!view.success) return []
      const { title, timeFieldName, fields } = view.data
      const list = Fields.safeParse(parseJson(fields, `fields of index-pattern ${id}`)).data ?? []
      return [
        {
          index: title,
          timeField: timeFieldName,
          fields: new Map(
            list.map(({ name, esTypes, aggregatable }) => [
              name,
              { type: esTypes[0] ?? 'unknown', isAggregatable: aggregatable },
            ]),
          ),
          place: `the data view ${title}`,
        },
      ]
    })
}
