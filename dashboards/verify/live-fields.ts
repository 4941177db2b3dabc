import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { statusOf } from '../../runtime/elasticsearch/failure.ts'
import { type KnownField, type KnownFields } from '../panels/known-fields.ts'

/**
 * The fields of an index as Elasticsearch has them, over all of its months.
 *
 * A field that has another type in another month is of no type that an aggregation takes.
 *
 * @returns undefined when there is no such index.
 * @throws what the client throws when Elasticsearch does not answer.
 */
export async function liveFields(
  client: ElasticsearchClient,
  index: string,
): Promise<KnownFields | undefined> {
  try {
    const { fields } = await client.fieldCaps({ index, fields: '*', allow_no_indices: false })
    return {
      index,
      timeField: undefined,
      place: `the index ${index}`,
      fields: new Map(
        Object.entries(fields).map(([name, types]): [string, KnownField] => [
          name,
          {
            type: Object.keys(types).sort().join(' and '),
            isAggregatable: Object.values(types).every(({ aggregatable }) => aggregatable),
          },
        ]),
      ),
    }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}
