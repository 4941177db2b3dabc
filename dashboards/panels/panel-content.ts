import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { parseJson, type SavedObject } from '../saved-object.ts'
import {
  aggregationKinds,
  type AggregationPanel,
  readAggregationPanel,
} from './aggregation-panel.ts'
import { checked } from './checked.ts'
import { type ControlsPanel, readControlsPanel } from './controls-panel.ts'
import { type MarkdownPanel, readMarkdownPanel } from './markdown-panel.ts'
import { readSavedSearch, type SavedSearchPanel } from './saved-search-panel.ts'
import { readTsvbPanel, type TsvbPanel } from './tsvb-panel.ts'

/** What a panel shows and where from. */
export type PanelContent =
  AggregationPanel | TimelionPanel | TsvbPanel | SavedSearchPanel | ControlsPanel | MarkdownPanel

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
  params: z.record(z.string(), z.unknown()),
  aggs: z.array(z.unknown()).default([]),
})

const TimelionParameters = z.object({ expression: z.string(), interval: z.string() })

/**
 * Reads a saved visualization or search.
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
  const surroundings = { object, objects, query }
  if (object.type === 'search') return readSavedSearch(surroundings)
  const { visState, uiStateJSON, kibanaSavedObjectMeta } = checked(Visualization, object.attributes)
  const state = checked(VisualizationState, parseJson(visState, `visState of ${object.id}`))
  const { params, type, aggs } = state
  const { searchSourceJSON } = kibanaSavedObjectMeta
  const kind = aggregationKinds.find((name) => name === type)
  if (kind !== undefined) {
    const saved = { kind, params, aggs, uiStateJSON, searchSourceJSON }
    return readAggregationPanel(saved, surroundings)
  }
  switch (type) {
    case 'timelion':
      return { kind: type, ...checked(TimelionParameters, params), query }
    case 'metrics':
      return readTsvbPanel(params, query)
    case 'markdown':
      return readMarkdownPanel(params)
    case 'input_control_vis':
      return readControlsPanel(params, surroundings)
    default:
      throw invalidDashboard(`a panel of the kind ${type} is not drawn here`, {
        action: 'Import the dashboard into a Kibana to see it.',
      })
  }
}
