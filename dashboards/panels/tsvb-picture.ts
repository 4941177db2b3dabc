import { z } from 'zod'
import { percentileIn } from './aggregation-rows.ts'
import { queryNarrowing, valueNarrowing } from './bucket-value.ts'
import { type Narrowing } from './filter.ts'
import { durationFormat, durationUnits, plainNumber } from './number-format.ts'
import { type Period } from './period.ts'
import { type ChartSeries, type NumberFormat, type Picture, type Point } from './picture.ts'
import { type SearchAnswer } from './search.ts'
import { type TsvbPanel, type TsvbSeries } from './tsvb-panel.ts'
import { tsvbInterval } from './tsvb-request.ts'

/** What a TSVB panel shows: lines over time, or of each line the last figure that is there. */
export function tsvbPicture(
  panel: TsvbPanel,
  answers: readonly SearchAnswer[],
  period: Period,
): Picture {
  const lines = panel.series.flatMap((series, index) => linesOf(series, answers[index]))
  switch (panel.type) {
    case 'timeseries':
      return chartOf(panel, lines, period)
    case 'metric':
      return { kind: 'figures', figures: lines.map(({ label, points, format }) => ({ label, value: lastOf(points), format })) } // prettier-ignore
    case 'top_n':
      return topOf(lines)
  }
}

interface Line {
  readonly series: TsvbSeries
  readonly label: string
  readonly colour: string | undefined
  readonly narrowing: Narrowing | null
  readonly points: readonly Point[]
  readonly format: NumberFormat
}

function chartOf(panel: TsvbPanel, lines: readonly Line[], period: Period): Picture {
  return {
    kind: 'chart',
    fromMs: period.fromMs,
    toMs: period.toMs,
    intervalMs: tsvbInterval(panel, period).ms,
    axes: [
      {
        label: '',
        format: lines[0]?.format ?? plainNumber,
        minimum: panel.minimum,
        maximum: null,
        side: 'left',
      },
    ],
    series: lines.map(({ series, label, colour, narrowing, points }): ChartSeries => ({
      label,
      ...(narrowing === null ? {} : { narrowing }),
      ...(colour === undefined || colour === '' ? {} : { colour }),
      mark: series.mark,
      width: series.width,
      fill: series.fill,
      isStacked: series.isStacked,
      isStepped: false,
      axis: 0,
      points,
    })),
    hasLegend: panel.hasLegend,
  }
}

function topOf(lines: readonly Line[]): Picture {
  const rows = lines
    .map(({ label, narrowing, points }) => ({ label, narrowing, last: lastOf(points) }))
    .sort(({ last: one }, { last: other }) => (other ?? -Infinity) - (one ?? -Infinity))
  const format = lines[0]?.format ?? plainNumber
  return {
    kind: 'table',
    columns: [
      { label: '', kind: 'text' },
      { label: 'Last', kind: 'number', format },
    ],
    rows: rows.map(({ label, last }) => [label, last]),
    narrowings: rows.map(({ narrowing }) => [narrowing, null]),
  }
}

function lastOf(points: readonly Point[]): number | null {
  return points.findLast(([, value]) => value !== null)?.[1] ?? null
}

const TimeBucket = z.looseObject({ key: z.number(), doc_count: z.number() })
type TimeBucket = z.infer<typeof TimeBucket>
const Timed = z.looseObject({ time: z.object({ buckets: z.array(TimeBucket) }) })
type Timed = z.infer<typeof Timed>
const ByTerms = z.object({
  buckets: z.array(
    Timed.extend({
      key: z.union([z.string(), z.number()]),
      key_as_string: z.string().optional(),
    }),
  ),
})
const ByFilters = z.object({ buckets: z.record(z.string(), Timed) })

function linesOf(series: TsvbSeries, answer: SearchAnswer | undefined): Line[] {
  return partsOf(series, answer?.aggregations?.['split']).flatMap(
    ({ label, colour, narrowing, timed }) =>
      figuresIn(series).map(({ suffix, read }) => ({
        series,
        label: `${label}${suffix}`,
        colour,
        narrowing,
        points: timed.time.buckets.map((bucket): Point => [bucket.key, read(bucket)]),
        format: formatOf(series),
      })),
  )
}

interface Part {
  readonly label: string
  readonly colour: string | undefined
  readonly narrowing: Narrowing | null
  readonly timed: Timed
}

function partsOf({ label, colour, metric, split }: TsvbSeries, found: unknown): Part[] {
  switch (split.by) {
    case 'everything': {
      const timed = Timed.safeParse(found).data
      return timed === undefined
        ? []
        : [{ label: label || metric.type, colour, narrowing: null, timed }]
    }
    case 'terms': {
      const buckets = ByTerms.safeParse(found).data?.buckets ?? []
      return buckets.map((timed) => ({
        label: timed.key_as_string ?? String(timed.key),
        colour: undefined,
        narrowing: valueNarrowing(split.field, timed),
        timed,
      }))
    }
    case 'filters': {
      const buckets = ByFilters.safeParse(found).data?.buckets ?? {}
      return split.filters.flatMap(({ id, label: name, colour: own, query }) => {
        const timed = buckets[id]
        return timed === undefined
          ? []
          : [{ label: name, colour: own, narrowing: queryNarrowing(name, query), timed }]
      })
    }
  }
}

interface FigureReader {
  readonly suffix: string
  readonly read: (bucket: TimeBucket) => number | null
}

const Value = z.object({ value: z.number().nullable() })
const Count = z.object({ doc_count: z.number() })

function figuresIn(series: TsvbSeries): FigureReader[] {
  const { metric } = series
  switch (metric.type) {
    case 'count':
      return [{ suffix: '', read: ({ doc_count: count }) => count }]
    case 'percentile':
      return metric.percents.map((percent) => ({
        suffix: percentSuffix(series, percent),
        read: (bucket) => percentileIn(bucket['metric'], percent),
      }))
    case 'filter_ratio':
      return [{ suffix: '', read: ratioIn }]
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
    case 'cardinality':
      return [
        { suffix: '', read: (bucket) => Value.safeParse(bucket['metric']).data?.value ?? null },
      ]
  }
}

/** TSVB writes the percent behind every name; behind an author's own, of one, it says nothing. */
function percentSuffix({ label, metric, split }: TsvbSeries, percent: number): string {
  const isOne = metric.type === 'percentile' && metric.percents.length === 1
  return label !== '' && split.by === 'everything' && isOne ? '' : ` (${percent})`
}

function ratioIn(bucket: TimeBucket): number | null {
  const numerator = Count.safeParse(bucket['numerator']).data?.doc_count ?? 0
  const denominator = Count.safeParse(bucket['denominator']).data?.doc_count ?? 0
  return denominator === 0 ? null : numerator / denominator
}

/** A length of time says its unit itself, whatever the template `{{value}} s` says. */
function formatOf({ formatter, template }: TsvbSeries): NumberFormat {
  const [from = '', to] = formatter.split(',')
  const ms = to === undefined ? undefined : durationUnits[unitNames[from] ?? '']
  if (ms !== undefined) return durationFormat(ms)
  const [before = '', after = ''] = template.split('{{value}}')
  return { ...plainNumber, unit: { kind: 'affix', before, after } }
}

/** As TSVB writes the units of a duration. */
const unitNames: Readonly<Record<string, string>> = {
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
}
