import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { parseJson, type SavedObject } from '../saved-object.ts'
import { type Aggregation, readAggregations } from './aggregation.ts'
import { indexReferenceOf, queryOf } from './search-source.ts'
import { readSource, type Source } from './source.ts'

/** What a panel shows and where from. */
export type PanelContent = AggregationPanel | TimelionPanel

/** A panel made of Elasticsearch aggregations. */
export interface AggregationPanel {
  readonly kind: 'metric' | 'table' | 'histogram'
  readonly source: Source
  readonly queries: readonly string[]
  readonly aggregations: readonly Aggregation[]
  /** Colour of a split, by its value. */
  readonly colours: Readonly<Record<string, string>>
  readonly hasLegend: boolean
  readonly isStacked: boolean
}

export interface TimelionPanel {
  readonly kind: 'timelion'
  readonly expression: string
  readonly interval: string
  /** Of the dashboard; `.es(kibana=false)` leaves it out. */
  readonly query: string
}

const Visualization = z.object({
  visState: z.string(),
  uiStateJSON: z.string().default('{}'),
  kibanaSavedObjectMeta: z.object({ searchSourceJSON: z.string() }),
})

const VisualizationState = z.object({
  type: z.string(),
  params: z.looseObject({
    addLegend: z.boolean().default(true),
    seriesParams: z.array(z.object({ mode: z.string() })).default([]),
  }),
  aggs: z.array(z.unknown()).default([]),
})
type VisualizationState = z.infer<typeof VisualizationState>

const TimelionParameters = z.object({ expression: z.string(), interval: z.string() })

const Colours = z.object({
  vis: z.object({ colors: z.record(z.string(), z.string()).default({}) }).default({ colors: {} }),
})

/**
 * Reads a saved visualization.
 *
 * @param objects among which its data view is.
 * @param query of the dashboard, in Lucene; it applies to each of its panels.
 * @throws PipelineError `dashboards.invalid`: what in it cannot be drawn, by name.
 */
export function panelContent(
  object: SavedObject,
  objects: readonly SavedObject[],
  query: string,
): PanelContent {
  const { visState, uiStateJSON, kibanaSavedObjectMeta } = check(Visualization, object.attributes)
  const state = check(VisualizationState, parseJson(visState, `visState of ${object.id}`))
  const { searchSourceJSON } = kibanaSavedObjectMeta
  switch (state.type) {
    case 'timelion':
      return { kind: 'timelion', ...check(TimelionParameters, state.params), query }
    case 'metric':
    case 'table':
    case 'histogram':
      return {
        kind: state.type,
        source: readSource(object, indexReferenceOf(searchSourceJSON), objects),
        queries: [query, queryOf(searchSourceJSON)],
        ...aggregationState(state),
        colours: check(Colours, parseJson(uiStateJSON, 'uiStateJSON')).vis.colors,
      }
    default:
      throw invalidDashboard(`a panel of the kind ${state.type} is not drawn here`, {
        action: 'Import the dashboard into a Kibana to see it.',
      })
  }
}

function aggregationState({ params, aggs }: VisualizationState) {
  return {
    aggregations: readAggregations(aggs),
    hasLegend: params.addLegend,
    isStacked: params.seriesParams.some(({ mode }) => mode === 'stacked'),
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalidDashboard(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
}
