import { type SearchOutcome } from '../../dashboards/panels/multi-search.ts'
import { type Choice } from '../../dashboards/panels/narrow-request.ts'
import { type Period } from '../../dashboards/panels/period.ts'
import { type SearchRequest } from '../../dashboards/panels/search.ts'
import { type Source } from '../../dashboards/panels/source.ts'

/** What a reader asks of a dashboard. */
export interface Question {
  readonly period: Period
  readonly choice: Choice
  /** Every data view. */
  readonly sources: readonly Source[]
}

/** Answers searches, each in its place. */
export type Search = (requests: readonly SearchRequest[]) => Promise<readonly SearchOutcome[]>
