import type { PanelPlace, Picture } from '../../dashboards/panels/picture.ts'

/** `GET /api/dashboards`: what the page needs to know of a dashboard before any data. */
export interface DashboardOutline {
  readonly id: string
  readonly title: string
  readonly description: string
  /** What is shown at first: `now-24h`. */
  readonly from: string
  readonly to: string
  /** 0 = no automatic refresh. */
  readonly refreshSeconds: number
  readonly panels: readonly PanelOutline[]
}

export interface PanelOutline {
  readonly id: string
  readonly title: string
  /** So that its place on the page has the right size before there are figures. */
  readonly kind: string
  readonly place: PanelPlace
}

/** `GET /api/dashboards/:id/data`: every panel's picture over one period. */
export interface DashboardData {
  readonly fromMs: number
  readonly toMs: number
  readonly panels: readonly { readonly id: string; readonly picture: Picture }[]
}

/** Any answer that is not 200: what is wrong, and what to do about it. */
export interface ApiProblem {
  readonly problem: string
  readonly action: string
}
