import { bankOverviewFigures } from './bank-overview.ts'
import { customersFigures } from './customers.ts'
import { type DashboardFigures } from './figures.ts'
import { operationsFigures } from './operations.ts'
import { pipelineHealthFigures } from './pipeline-health.ts'

/** What every panel of every dashboard must show, by the id of the dashboard. */
export const dashboardFigures: Readonly<Record<string, DashboardFigures>> = {
  'tally-bank-overview': bankOverviewFigures,
  'tally-customers': customersFigures,
  'tally-operations': operationsFigures,
  'tally-pipeline-health': pipelineHealthFigures,
}
