import { dashboard, row } from '../dashboards/builders/dashboard.ts'
import { transactionsView as view } from '../dashboards/data-views.ts'
import { readDashboards } from '../dashboards/panels/dashboard-model.ts'
import { type SearchAnswer } from '../dashboards/panels/search.ts'
import { preparePanel } from '../dashboards/prepare-panel.ts'
import { type SavedObject } from '../dashboards/saved-object.ts'

const toMs = Date.UTC(2026, 10, 21, 8)
/** A day. */
export const period = { fromMs: toMs - 24 * 3_600_000, toMs, zone: 'UTC' }

/** A panel that is alone on its dashboard, as it is read from its saved object. */
export function prepare(panel: SavedObject) {
  const { objects } = dashboard({
    id: 'd',
    title: 'D',
    question: 'What?',
    from: 'now-1d',
    refreshSeconds: 0,
    rows: [row(5, [panel, 48])],
  })
  const [model] = readDashboards([view.object, ...objects])
  if (model?.panels[0] === undefined) throw new Error('expected a panel')
  return preparePanel(model.panels[0], period)
}

/** What Elasticsearch answers to a search that finds something. */
export function answer(aggregations: Record<string, unknown>, total = 9): SearchAnswer {
  return { _shards: { total: 1, failed: 0 }, hits: { total: { value: total } }, aggregations }
}

/** A visualization with another state. */
export function changed(object: SavedObject, change: (visState: string) => string): SavedObject {
  const { attributes } = object
  return { ...object, attributes: { ...attributes, visState: change(String(attributes['visState'])) } } // prettier-ignore
}

/** What choosing a value narrows a dashboard to. */
export function narrowingTo(field: string, value: string) {
  return [{ kind: 'is', field, values: [value] }]
}
