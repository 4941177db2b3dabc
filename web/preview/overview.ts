import { metricsOf } from '../../dashboards/panels/aggregation.ts'
import { type DashboardModel, type PanelModel } from '../../dashboards/panels/dashboard-model.ts'
import { fieldUses } from '../../dashboards/panels/field-uses.ts'
import { type Source, type SourceField } from '../../dashboards/panels/source.ts'
import { placedPanels } from './page-layout.ts'
import { queryExample } from './query-example.ts'
import { type DashboardOutline, type FieldOutline, type Overview } from './api.ts'

/** What the page needs to know before any data. */
export function overviewOf(
  dashboards: readonly DashboardModel[],
  sources: readonly Source[],
): Overview {
  const ids = dashboards.map(({ id }) => id)
  const named = inOrderOfUse(sources, dashboards).flatMap(({ fields }) => [...fields])
  // Those of the documents; `_id` and its like are Elasticsearch's own.
  const fields = named.filter(([name]) => !name.startsWith('_')).map(([name, field]) => [name, fieldOutline(field)] as const) // prettier-ignore
  return {
    dashboards: dashboards.map((dashboard) => outlineOf(dashboard, { ids, sources })),
    // Backwards, so that of one name in several data views the first stays.
    fields: Object.fromEntries(fields.toReversed()),
  }
}

/** A time is called differently in each: first comes what the first panels are about. */
function inOrderOfUse(
  sources: readonly Source[],
  dashboards: readonly DashboardModel[],
): readonly Source[] {
  const contents = dashboards.flatMap(({ panels }) => panels.map(({ content }) => content))
  const uses = contents.flatMap((content) =>
    content.kind === 'unreadable' ? [] : fieldUses(content),
  )
  const indices = [...new Set(uses.map(({ index }) => index))]
  const used = indices.flatMap((name) => sources.find(({ index }) => index === name) ?? [])
  return [...new Set([...used, ...sources])]
}

interface Surroundings {
  readonly ids: readonly string[]
  readonly sources: readonly Source[]
}

function outlineOf(dashboard: DashboardModel, { ids, sources }: Surroundings): DashboardOutline {
  const { id, title, description, from, to, refreshSeconds } = dashboard
  return {
    id,
    title,
    description,
    from,
    to,
    refreshSeconds,
    queryExample: queryExample(dashboard, sources),
    panels: placedPanels(dashboard, ids).map(({ panel, place }) => ({
      id: panel.id,
      title: panel.title,
      description: panel.description,
      place,
      kind: panel.content.kind,
      parts: partsOf(panel.content),
    })),
  }
}

function partsOf(content: PanelModel['content']): number {
  if (content.kind === 'metric') return metricsOf(content.aggregations).length
  return content.kind === 'input_control_vis' ? content.controls.length : 1
}

const types: Readonly<Record<string, FieldOutline['type']>> = {
  string: 'text',
  number: 'number',
  date: 'date',
  boolean: 'boolean',
}

function fieldOutline({ label, labels, type, format }: SourceField): FieldOutline {
  return {
    label,
    type: types[type] ?? 'other',
    ...(format === undefined ? {} : { format }),
    ...(labels === undefined ? {} : { labels }),
  }
}
