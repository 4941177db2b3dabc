import { z } from 'zod'
import { nothingWritten } from './aggregation-picture.ts'
import { labelOf } from './bucket-value.ts'
import { checked } from './checked.ts'
import { plainNumber } from './number-format.ts'
import { type Period } from './period.ts'
import { type Control, type ControlOption, type Picture } from './picture.ts'
import { type SearchAnswer, type SearchRequest, searchRequest } from './search.ts'
import { numberFormatOf, readSource, type Source, type Surroundings } from './source.ts'

/** Choices that narrow the other panels of a dashboard. */
export interface ControlsPanel {
  readonly kind: 'input_control_vis'
  readonly controls: readonly SavedControl[]
  /** Of the dashboard. */
  readonly query: string
}

interface SavedControl {
  readonly type: 'list' | 'range'
  readonly source: Source
  readonly field: string
  readonly label: string
  /** Of a list: how many values it offers. */
  readonly size: number
  readonly isMultiple: boolean
  /** Of a range. */
  readonly step: number
}

const Parameters = z.object({
  controls: z
    .array(
      z.object({
        type: z.enum(['list', 'range']),
        fieldName: z.string(),
        label: z.string().default(''),
        indexPatternRefName: z.string(),
        options: z.object({
          size: z.int().min(1).max(1000).default(5),
          multiselect: z.boolean().default(true),
          step: z.number().positive().default(1),
        }),
      }),
    )
    .min(1)
    .max(50),
})

/** @throws PipelineError `dashboards.invalid`: what in it is wrong, by name. */
export function readControlsPanel(params: unknown, surroundings: Surroundings): ControlsPanel {
  const { controls } = checked(Parameters, params)
  return {
    kind: 'input_control_vis',
    query: surroundings.query,
    controls: controls.map(({ type, fieldName: field, label, indexPatternRefName, options }) => {
      const source = readSource(surroundings, indexPatternRefName)
      return {
        type,
        source,
        field,
        label: label === '' ? (source.fields.get(field)?.label ?? field) : label,
        size: options.size,
        isMultiple: options.multiselect,
        step: options.step,
      }
    }),
  }
}

/**
 * One search per choice: the values that a list offers, or both ends of a range. What is chosen
 * does not narrow them, or nothing else could be chosen any more.
 */
export function controlRequests(
  { controls, query }: ControlsPanel,
  period: Period,
): SearchRequest[] {
  return controls.map(({ type, source: { index, timeField }, field, size }) => ({
    ...searchRequest({ index, timeField, queries: [query] }, period, {
      ...(type === 'list'
        ? { values: { terms: { field, size, order: { _count: 'desc' } } } }
        : { smallest: { min: { field } }, largest: { max: { field } } }),
    }),
    isNeverNarrowed: true,
  }))
}

const Offered = z.object({
  values: z.object({
    buckets: z.array(
      z.object({
        key: z.union([z.string(), z.number()]),
        key_as_string: z.string().optional(),
        doc_count: z.number(),
      }),
    ),
  }),
})
const End = z.object({ value: z.number().nullable() })

/**
 * What can be chosen; a list may be empty.
 *
 * @param answers to the searches of the controls, in their order.
 */
export function controlsPicture(
  { controls }: ControlsPanel,
  answers: readonly SearchAnswer[],
): Picture {
  const [first] = controls
  if (first !== undefined && answers.every(({ _shards }) => _shards.total === 0)) {
    return nothingWritten(first.source.index)
  }
  return {
    kind: 'controls',
    controls: controls.map((control, index) => controlOf(control, answers[index]?.aggregations)),
  }
}

function controlOf(
  { type, source, field, label, isMultiple, step }: SavedControl,
  found: SearchAnswer['aggregations'] = {},
): Control {
  if (type === 'list') {
    const labels = source.fields.get(field)?.labels ?? {}
    return {
      kind: type,
      field,
      label,
      options: optionsOf(field, source, found),
      labels,
      isMultiple,
    }
  }
  const endOf = (name: string) => End.safeParse(found[name]).data?.value ?? null
  return {
    kind: type,
    field,
    label,
    step,
    minimum: endOf('smallest'),
    maximum: endOf('largest'),
    format: numberFormatOf(source, field) ?? plainNumber,
  }
}

function optionsOf(field: string, { fields }: Source, found: object): ControlOption[] {
  const { labels = {}, type } = fields.get(field) ?? {}
  const isBoolean = type === 'boolean'
  const buckets = Offered.safeParse(found).data?.values.buckets ?? []
  return buckets.map(({ key, key_as_string: text, doc_count: count }) => ({
    label: labelOf(text ?? key, labels) ?? text ?? String(key),
    value: isBoolean ? text === 'true' : (text ?? key),
    count,
  }))
}
