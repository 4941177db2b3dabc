/** What the page shows, as it stands in its address: a link shows the same to somebody else. */
export interface View {
  /** Undefined = the first one. */
  readonly dashboard: string | undefined
  /** As Kibana writes it: `now-24h`, or UTC. */
  readonly from: string
  readonly to: string
  /** 0 = off. */
  readonly refreshSeconds: number
}

/** Shows something else; what is not named stays as it is. */
export type ChangeView = (change: Partial<View>) => void

export const refreshChoices = [0, 5, 10, 30] as const

/** Reads `?dashboard=…&from=now-24h&to=now&refresh=5`; what is missing comes from `fallback`. */
export function readView(search: string, fallback: View): View {
  const parameters = new URLSearchParams(search)
  const refresh = parameters.get('refresh')
  const chosen = refreshChoices.find((seconds) => String(seconds) === refresh)
  return {
    dashboard: parameters.get('dashboard') ?? fallback.dashboard,
    from: parameters.get('from') ?? fallback.from,
    to: parameters.get('to') ?? fallback.to,
    refreshSeconds: chosen ?? fallback.refreshSeconds,
  }
}

export function writeView({ dashboard, from, to, refreshSeconds }: View): string {
  const parameters = new URLSearchParams({
    ...(dashboard === undefined ? {} : { dashboard }),
    from,
    to,
    refresh: String(refreshSeconds),
  })
  return `?${parameters.toString()}`
}
