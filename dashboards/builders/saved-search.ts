import { type SavedObject, savedObjectVersions } from '../saved-object.ts'
import { type DataView } from './data-view.ts'
import { type PanelOptions, searchReference, searchSource } from './visualization.ts'

interface SavedSearchOptions<FieldName extends string> extends PanelOptions {
  /** The columns, after the time. */
  readonly columns: readonly FieldName[]
}

/** The documents themselves, newest first. */
export function savedSearch<FieldName extends string>(
  view: DataView<FieldName>,
  options: SavedSearchOptions<NoInfer<FieldName>>,
): SavedObject {
  const { id, title, description = '', filter, columns } = options
  return {
    id: `tally-${id}`,
    type: 'search',
    attributes: {
      title,
      description,
      hits: 0,
      columns,
      sort: [[view.timeField, 'desc']],
      version: 1,
      kibanaSavedObjectMeta: { searchSourceJSON: searchSource(filter, view) },
    },
    references: [searchReference(view)],
    migrationVersion: { search: savedObjectVersions.search },
  }
}
