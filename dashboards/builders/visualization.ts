import { type SavedObject, savedObjectVersions } from '../saved-object.ts'
import { type DataView } from './data-view.ts'
import { type Filter } from './filter.ts'

/** What every kind of panel has. */
export interface PanelNames {
  /** Says what it is about, within its dashboard: `bank-overview-top-merchants`. Never changed. */
  readonly id: string
  readonly title: string
  /** What exactly is counted, where the title does not say it; Kibana shows it on hovering. */
  readonly description?: string
}

/** What every panel has that is made of the documents of one index. */
export interface PanelOptions extends PanelNames {
  readonly filter?: Filter
}

interface Visualization {
  readonly type: string
  readonly params: object
  readonly aggregations?: readonly object[]
  /** Whose documents it aggregates; Timelion and TSVB name an index themselves and have none. */
  readonly view?: DataView
  /** Further data views, by the names under which the parameters refer to them. */
  readonly views?: Readonly<Record<string, DataView>>
  /** Colour of a split, by its value. */
  readonly colours?: Readonly<Record<string, string>> | undefined
}

const indexReference = 'kibanaSavedObjectMeta.searchSourceJSON.index'

/** A saved visualization, in the shape that Kibana 7.10 to 9.x read. */
export function visualization(
  { id, title, description = '', filter }: PanelOptions,
  { type, params, aggregations = [], view, views = {}, colours }: Visualization,
): SavedObject {
  const allViews = { ...(view === undefined ? {} : { [indexReference]: view }), ...views }
  return {
    id: `tally-${id}`,
    type: 'visualization',
    attributes: {
      title,
      description,
      version: 1,
      uiStateJSON: JSON.stringify(colours === undefined ? {} : { vis: { colors: colours } }),
      visState: JSON.stringify({ title, type, params, aggs: aggregations }),
      kibanaSavedObjectMeta: { searchSourceJSON: searchSource(filter, view) },
    },
    references: Object.entries(allViews).map(([name, { object }]) => ({
      name,
      type: 'index-pattern' as const,
      id: object.id,
    })),
    migrationVersion: { visualization: savedObjectVersions.visualization },
  }
}

/** What is searched, as text; the reference of the same name says in which data view. */
export function searchSource(filter: Filter | undefined, view: DataView | undefined): string {
  return JSON.stringify({
    query: { query: filter?.lucene ?? '', language: 'lucene' },
    filter: [],
    ...(view === undefined ? {} : { indexRefName: indexReference }),
  })
}

/** The reference to the data view that `searchSource` names. */
export function searchReference({ object }: DataView): SavedObject['references'][number] {
  return { name: indexReference, type: 'index-pattern', id: object.id }
}
