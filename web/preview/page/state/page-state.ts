import type { DashboardOutline, Overview } from '../../api.ts'
import type { Refresh, View } from './address.ts'
import { filtersInForce } from './page-filter.ts'
import type { PeriodText, Span } from './period.ts'

/** All that the page knows; everything on it shows a part of this. */
export interface PageState {
  readonly overview: Overview
  readonly view: View
  /** What the figures on the page are of; undefined while there are none. */
  readonly figures: ShownFigures | undefined
  readonly loading: Loading
  /** Nobody looks, or the reader is drawing on a chart: it stays as it is. */
  readonly isPaused: boolean
  /** Sentences for the reader about what they asked for, until they ask for something else. */
  readonly notes: readonly string[]
}

export interface ShownFigures extends Span {
  /** When they came, in epoch ms. */
  readonly atMs: number
}

/** Whether the figures on the page are those that the reader asked for. */
export type Loading =
  | { readonly kind: 'waiting' | 'loaded' }
  | {
      readonly kind: 'failed'
      readonly problem: string
      readonly action: string
      readonly isAboutQuery: boolean
    }

/** The one that the address names, or the first one. */
export function dashboardOf({ overview, view }: PageState): DashboardOutline {
  const [first] = overview.dashboards
  const found = overview.dashboards.find(({ id }) => id === view.dashboard) ?? first
  if (found === undefined) throw new Error('A page is made only when there is a dashboard')
  return found
}

/** What the reader chose, or else the dashboard's own. */
export function periodOf(state: PageState): PeriodText {
  const { from, to } = dashboardOf(state)
  return { from: state.view.from ?? from, to: state.view.to ?? to }
}

export function refreshOf(state: PageState): Refresh {
  return state.view.refresh ?? dashboardOf(state).refreshSeconds
}

/** What the figures are asked by: as long as it is the same text, so is the question. */
export function questionOf(state: PageState): string {
  const { filters, query } = state.view
  return JSON.stringify([dashboardOf(state).id, periodOf(state), query, filtersInForce(filters)])
}
