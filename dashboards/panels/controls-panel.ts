import { z } from 'zod'
import { checked } from './checked.ts'
import { type Period } from './period.ts'
import { type Picture } from './picture.ts'
import { type SearchRequest, searchRequest } from './search.ts'
import { readSource, type Source, type Surroundings } from './source.ts'

/** Choices that narrow the other panels of a dashboard. */
export interface ControlsPanel {
  readonly kind: 'input_control_vis'
  readonly controls: readonly Control[]
  /** Of the dashboard. */
  readonly query: string
}

interface Control {
  readonly type: 'list' | 'range'
  readonly source: Source
  readonly field: string
  readonly label: string
  /** Of a list: how many values it offers. */
  readonly size: number
}

const Parameters = z.object({
  controls: z
    .array(
      z.object({
        type: z.enum(['list', 'range']),
        fieldName: z.string(),
        label: z.string().default(''),
        indexPatternRefName: z.string(),
        options: z.object({ size: z.int().min(1).max(1000).default(5) }),
      }),
    )
    .min(1),
})

/** @throws PipelineError `dashboards.invalid`: what in it is wrong, by name. */
export function readControlsPanel(params: unknown, surroundings: Surroundings): ControlsPanel {
  const { controls } = checked(Parameters, params)
  return {
    kind: 'input_control_vis',
    query: surroundings.query,
    controls: controls.map(({ type, fieldName, label, indexPatternRefName, options }) => ({
      type,
      source: readSource(surroundings, indexPatternRefName),
      field: fieldName,
      label: label === '' ? fieldName : label,
      size: options.size,
    })),
  }
}

/** One search per choice: the values that a list offers, or both ends of a range. */
export function controlRequests(
  { controls, query }: ControlsPanel,
  period: Period,
): SearchRequest[] {
  return controls.map(({ type, source: { index, timeField }, field, size }) =>
    searchRequest({ index, timeField, queries: [query] }, period, {
      ...(type === 'list'
        ? { values: { terms: { field, size, order: { _count: 'desc' } } } }
        : { smallest: { min: { field } }, largest: { max: { field } } }),
    }),
  )
}

/** The page has no filters, and says what Kibana offers. */
export function controlsPicture({ controls }: ControlsPanel): Picture {
  const names = controls.map(({ label }) => label).join(', ')
  return {
    kind: 'text',
    blocks: [{ level: 0, runs: [{ text: `In Kibana, filters by: ${names}.` }] }],
  }
}
