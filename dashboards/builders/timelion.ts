import { type SavedObject } from '../saved-object.ts'
import { type DataView } from './data-view.ts'
import { type Measure } from './measure.ts'
import { type PanelOptions, visualization } from './visualization.ts'

interface TimelionOptions<FieldName extends string> extends PanelOptions {
  readonly series: readonly TimelionSeries<FieldName>[]
}

interface TimelionSeries<FieldName extends string> {
  readonly measure: Measure<FieldName>
  /** How far back its data lies: `-1w` draws last week's under this week's times. */
  readonly offset?: string
  /** Timelion functions that follow, before the label: `.lines(width=2).color('#3D6FE0')`. */
  readonly then: string
}

/**
 * A Timelion chart.
 *
 * Index and time field are always named, because the defaults of a Kibana may be others; the
 * interval is left to Kibana, because a fixed one breaks when the period is widened.
 */
export function timelion<FieldName extends string>(
  view: DataView<FieldName>,
  options: TimelionOptions<NoInfer<FieldName>>,
): SavedObject {
  const { filter, series, ...panel } = options
  const expression = series
    .map(({ measure, offset, then }) => {
      const source = {
        ...(filter === undefined ? {} : { q: filter.lucene }),
        index: view.title,
        timefield: view.timeField,
        metric: measure.type === 'count' ? 'count' : `${measure.type}:${measure.field}`,
        ...(offset === undefined ? {} : { offset }),
      }
      return `.es(${namedArguments(source)})${then}.label(${quoted(measure.label)})`
    })
    .join(', ')
  return visualization(panel, { type: 'timelion', params: { expression, interval: 'auto' } })
}

function namedArguments(source: Readonly<Record<string, string>>): string {
  return Object.entries(source)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(', ')
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, (character) => `\\${character}`)}'`
}
