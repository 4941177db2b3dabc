import { type DataView } from './data-view.ts'
import { type Filter } from './filter.ts'

/** A figure as Timelion writes it: `sum:transaction.amount_eur`. */
type Metric<FieldName extends string> =
  'count' | `${'sum' | 'avg' | 'min' | 'max' | 'cardinality'}:${FieldName}`

interface SeriesOptions {
  readonly filter?: Filter
  /** How far back its data lies: `-1w` draws last week's under this week's times. */
  readonly offset?: string
}

/**
 * A figure over time, and what is calculated from it: a Timelion expression that is written as the
 * formula it is. Lengths of windows are in intervals, because those follow from the period shown.
 */
export class Series {
  readonly expression: string

  constructor(expression: string) {
    this.expression = expression
  }

  plus(other: Series | number): Series {
    return this.#then('sum', other)
  }

  minus(other: Series | number): Series {
    return this.#then('subtract', other)
  }

  times(other: Series | number): Series {
    return this.#then('multiply', other)
  }

  over(other: Series | number): Series {
    return this.#then('divide', other)
  }

  /** In percent of the other one. */
  percentOf(other: Series): Series {
    return this.over(other).times(100)
  }

  /** The mean of so many intervals up to each. */
  movingAverage(intervals: number): Series {
    return this.#call(`movingaverage(${intervals}, position=left)`)
  }

  /** The standard deviation of so many intervals up to each. */
  movingDeviation(intervals: number): Series {
    return this.#call(`movingstd(${intervals}, position=left)`)
  }

  /**
   * What was to be expected, by single exponential smoothing. Not by double: begun with the first
   * difference as its trend, it overshoots for days where the first intervals are few.
   *
   * @param alpha weight of the newest interval, 0 to 1.
   */
  expected(alpha: number): Series {
    return this.#call(`holt(alpha=${alpha})`)
  }

  /** The sum from the begin of the period on. */
  cumulated(): Series {
    return this.#call('cusum()')
  }

  perSecond(): Series {
    return this.#call("scale_interval('1s')")
  }

  #then(name: string, operand: Series | number): Series {
    return this.#call(`${name}(${typeof operand === 'number' ? operand : operand.expression})`)
  }

  #call(call: string): Series {
    return new Series(`${this.expression}.${call}`)
  }
}

/**
 * A figure over the documents of an index, over time.
 *
 * Index and time field are always named, because the defaults of a Kibana may be others; the
 * interval is left to Kibana, because a fixed one breaks when the period is widened.
 */
export function seriesOf<FieldName extends string>(
  view: DataView<FieldName>,
  metric: Metric<NoInfer<FieldName>>,
  { filter, offset }: SeriesOptions = {},
): Series {
  const source = {
    ...(filter === undefined ? {} : { q: filter.lucene }),
    index: view.title,
    timefield: view.timeField,
    metric,
    ...(offset === undefined ? {} : { offset }),
  }
  return new Series(`.es(${namedArguments(source)})`)
}

function namedArguments(source: Readonly<Record<string, string>>): string {
  return Object.entries(source)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(', ')
}

/** As Timelion reads a text. */
export function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, (character) => `\\${character}`)}'`
}
