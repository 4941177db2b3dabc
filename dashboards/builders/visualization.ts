import { type SavedObject, savedObjectVersions } from '../saved-object.ts'
import { type DataView } from './data-view.ts'
import { type Filter } from './filter.ts'

/** What every kind of panel has. */
export interface PanelOptions {
  /** Says what it is about, within its dashboard: `bank-overview-top-merchants`. Never changed. */
  readonly id: string
  readonly title: string
  readonly filter?: Filter
}

interface Visualization {
  readonly type: string
  readonly params: object
  readonly aggregations?: readonly object[]
  /** Timelion names its index in the expression and has none. */
  readonly view?: DataView
  /** Colour of a split, by its value. */
  readonly colours?: Readonly<Record<string, string>> | undefined
}

const indexReference = 'kibanaSavedObjectMeta.searchSourceJSON.index'

/** A saved visualization, in the shape that Kibana 7.10 to 9.x read. */
export function visualization(
  { id, title, filter }: PanelOptions,
  { type, params, aggregations = [], view, colours }: Visualization,
): SavedObject {
  const query = { query: filter?.lucene ?? '', language: 'lucene' }
  return {
    id: `tally-${id}`,
    type: 'visualization',
    attributes: {
      title,
      description: '',
      version: 1,
      uiStateJSON: JSON.stringify(colours === undefined ? {} : { vis: { colors: colours } }),
      visState: JSON.stringify({ title, type, params, aggs: aggregations }),
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          query,
          filter: [],
          ...(view === undefined ? {} : { indexRefName: indexReference }),
        }),
      },
    },
    references:
      view === undefined
        ? []
        : [{ name: indexReference, type: 'index-pattern', id: view.object.id }],
    migrationVersion: { visualization: savedObjectVersions.visualization },
  }
}
