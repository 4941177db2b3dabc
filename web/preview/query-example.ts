import { type DashboardModel } from '../../dashboards/panels/dashboard-model.ts'
import { fieldUses } from '../../dashboards/panels/field-uses.ts'
import { type Source } from '../../dashboards/panels/source.ts'

/**
 * A query that fits a dashboard: by a value and a figure of the index that most of its panels are
 * about, of the fields that these use most; '' where it has neither.
 */
export function queryExample({ panels }: DashboardModel, sources: readonly Source[]): string {
  const uses = panels.map(({ content }) =>
    content.kind === 'unreadable' ? [] : fieldUses(content),
  )
  const [index] = mostFirst(uses.flatMap((own) => [...new Set(own.map((use) => use.index))]))
  const fields = sources.find((source) => source.index === index)?.fields
  const used = mostFirst(uses.flat().flatMap((use) => (use.index === index ? use.field : [])))
  const named = used.find((field) => fields?.get(field)?.labels !== undefined)
  const [value] = Object.keys(fields?.get(named ?? '')?.labels ?? {})
  const counted = used.find((field) => fields?.get(field)?.type === 'number')
  return [
    ...(named === undefined || value === undefined ? [] : [`${named}:${quoted(value)}`]),
    ...(counted === undefined ? [] : [`${counted}:>100`]),
  ].join(' AND ')
}

function quoted(value: string): string {
  return /^\w+$/.test(value) ? value : JSON.stringify(value)
}

/** Each once; of equally frequent ones the first. */
function mostFirst(all: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one).map(([one]) => one)
}
