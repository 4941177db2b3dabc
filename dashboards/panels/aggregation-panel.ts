import { z } from 'zod'
import { parseJson } from '../saved-object.ts'
import { type Aggregation } from './aggregation.ts'
import { checked } from './checked.ts'
import { readAggregations } from './read-aggregations.ts'
import { indexReferenceOf, queryOf } from './search-source.ts'
import { readSource, type Source, type Surroundings } from './source.ts'

/** The kinds of panel that are made of aggregations. */
export const aggregationKinds = [
  'metric',
  'table',
  'histogram',
  'line',
  'area',
  'pie',
  'heatmap',
] as const

/** A panel made of Elasticsearch aggregations. */
export interface AggregationPanel {
  readonly kind: (typeof aggregationKinds)[number]
  readonly source: Source
  readonly queries: readonly string[]
  readonly aggregations: readonly Aggregation[]
  /** Colour of a split, by its value. */
  readonly colours: Readonly<Record<string, string>>
  readonly hasLegend: boolean
  /** Of a pie. */
  readonly isDonut: boolean
  /** How each figure of a chart is drawn, by the id of its metric. */
  readonly marks: ReadonlyMap<string, Mark>
  /** Of a table: the figure that gets a column with its share of the whole; '' = none. */
  readonly shareOf: string
}

interface Mark {
  readonly type: 'line' | 'area' | 'histogram'
  readonly isStacked: boolean
  readonly width: number
}

const Parameters = z.object({
  addLegend: z.boolean().default(true),
  isDonut: z.boolean().default(false),
  percentageCol: z.string().default(''),
  seriesParams: z
    .array(
      z.object({
        type: z.enum(['line', 'area', 'histogram']),
        mode: z.string(),
        lineWidth: z.number().default(2),
        data: z.object({ id: z.string() }),
      }),
    )
    .default([]),
})

const Colours = z.object({
  vis: z.object({ colors: z.record(z.string(), z.string()).default({}) }).default({ colors: {} }),
})

interface SavedPanel {
  readonly kind: AggregationPanel['kind']
  readonly params: unknown
  readonly aggs: readonly unknown[]
  readonly uiStateJSON: string
  readonly searchSourceJSON: string
}

/** @throws PipelineError `dashboards.invalid`: what in it cannot be drawn, by name. */
export function readAggregationPanel(
  { kind, params, aggs, uiStateJSON, searchSourceJSON }: SavedPanel,
  surroundings: Surroundings,
): AggregationPanel {
  const { addLegend, isDonut, percentageCol, seriesParams } = checked(Parameters, params)
  return {
    kind,
    source: readSource(surroundings, indexReferenceOf(searchSourceJSON)),
    queries: [surroundings.query, queryOf(searchSourceJSON)],
    aggregations: readAggregations(aggs),
    colours: checked(Colours, parseJson(uiStateJSON, 'uiStateJSON')).vis.colors,
    hasLegend: addLegend,
    isDonut,
    marks: new Map(
      seriesParams.map(({ type, mode, lineWidth, data }) => [
        data.id,
        { type, isStacked: mode === 'stacked', width: lineWidth },
      ]),
    ),
    shareOf: percentageCol,
  }
}
