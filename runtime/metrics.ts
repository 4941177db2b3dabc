import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  type Metric,
  type MetricConfiguration,
  Registry,
} from 'prom-client'
import { type MetricDefinition } from '../contracts/metrics.ts'

/** Values of a metric's labels. */
export type Labels = Readonly<Record<string, string | number>>

/** Told at a scrape: the value of a counter or gauge for these labels. */
export type Tell<Name extends string> = (name: Name, value: number, labels?: Labels) => void

export interface Metrics<Name extends string> {
  /** Takes one value into a histogram. It costs about a microsecond: for requests, not records. */
  observe(name: Name, value: number, labels?: Labels): void
  /** Everything in the text format of Prometheus. */
  text(): Promise<string>
  readonly contentType: string
}

interface Options<Name extends string> {
  /**
   * Tells every counter and gauge, at each scrape: so they cost nothing in between, and are read
   * from numbers that are counted anyway. What is not told then has no series.
   */
  readonly collect: (tell: Tell<Name>) => void
  /** Whether to tell of this process and of Node too; it then watches them until it ends. */
  readonly ofProcess?: boolean
}

/** Metrics of these definitions, in a registry of their own. */
export function createMetrics<Name extends string>(
  definitions: Readonly<Record<Name, MetricDefinition>>,
  { collect, ofProcess = false }: Options<Name>,
): Metrics<Name> {
  const registry = new Registry()
  const told = new Map<string, Told>()
  const observed = new Map<string, Histogram>()
  for (const [name, definition] of Object.entries<MetricDefinition>(definitions)) {
    const options = optionsOf(definition, registry)
    const { buckets = [] } = definition
    if (definition.type === 'counter') told.set(name, counterOf(new Counter(options)))
    else if (definition.type === 'gauge') told.set(name, gaugeOf(new Gauge(options)))
    else observed.set(name, new Histogram({ ...options, buckets: [...buckets] }))
  }
  if (ofProcess) collectDefaultMetrics({ register: registry })
  return {
    observe(name, value, labels = {}) {
      found(observed, name).observe({ ...labels }, value)
    },
    text() {
      for (const { metric } of told.values()) metric.reset()
      collect((name, value, labels = {}) => {
        found(told, name).tell(value, labels)
      })
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}

interface Told {
  readonly metric: Metric
  readonly tell: (value: number, labels: Labels) => void
}

function optionsOf({ name, meaning, labels }: MetricDefinition, registry: Registry) {
  const options: MetricConfiguration<string> = {
    name,
    help: meaning,
    labelNames: [...labels],
    registers: [registry],
  }
  return options
}

function counterOf(metric: Counter): Told {
  return {
    metric,
    tell: (value, labels) => {
      metric.inc({ ...labels }, value)
    },
  }
}

function gaugeOf(metric: Gauge): Told {
  return {
    metric,
    tell: (value, labels) => {
      metric.set({ ...labels }, value)
    },
  }
}

function found<Value>(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name)
  if (value === undefined) throw new Error(`${name} is told as a metric of another type`)
  return value
}
