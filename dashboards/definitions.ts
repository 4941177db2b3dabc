import { bankOperations } from './bank-operations.ts'
import { bankOverview } from './bank-overview.ts'
import { type Dashboard } from './builders/dashboard.ts'
import { customersDashboard } from './customers.ts'
import { dataViews } from './data-views.ts'
import { pipelineHealth } from './pipeline-health.ts'
import { type SavedObject } from './saved-object.ts'

/** Every dashboard; a new one adds its line here. */
const dashboards: readonly Dashboard[] = [
  bankOverview,
  customersDashboard,
  bankOperations,
  pipelineHealth,
]

/** What `tally dashboards build` writes: the objects of each file, by its name. */
export const definitions: Readonly<Record<string, readonly SavedObject[]>> = {
  'data-views.ndjson': dataViews.map(({ object }) => object),
  ...Object.fromEntries(dashboards.map(({ id, objects }) => [`${id}.ndjson`, objects])),
}
