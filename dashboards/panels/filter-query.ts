import { type Filter } from './filter.ts'
import { type Period } from './period.ts'
import { queryFields } from './query-fields.ts'
import { luceneQuery } from './search.ts'

/** What Elasticsearch is asked for a filter: a clause of its own. */
export function filterQuery(filter: Filter, period: Period): object {
  const query = positiveQuery(filter, period)
  return filter.isNot === true ? { bool: { must_not: [query] } } : query
}

function positiveQuery(filter: Filter, period: Period): object {
  switch (filter.kind) {
    case 'is':
      return { terms: { [filter.field]: filter.values } }
    case 'range': {
      const { field, from, to } = filter
      return {
        range: {
          [field]: {
            ...(from === undefined ? {} : { gte: from }),
            ...(to === undefined ? {} : { lt: to }),
          },
        },
      }
    }
    case 'missing':
      return { bool: { must_not: [{ exists: { field: filter.field } }] } }
    case 'matches':
      return luceneQuery(filter.query, period)
  }
}

/** The fields that an index must have for a filter to say anything about its documents. */
export function filterFields(filter: Filter): readonly string[] {
  return filter.kind === 'matches' ? queryFields(filter.query) : [filter.field]
}
