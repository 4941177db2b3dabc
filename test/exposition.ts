/** One line of a metric. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface MetricFamily {
  readonly name: string
  readonly type: string
  readonly samples: readonly Sample[]
}

/** What was scraped, by name. */
export class Exposition {
  readonly #families: ReadonlyMap<string, MetricFamily>

  constructor(families: readonly MetricFamily[]) {
    this.#families = new Map(families.map((family) => [family.name, family]))
  }

  get names(): readonly string[] {
    return [...this.#families.keys()]
  }

  get samples(): readonly Sample[] {
    return [...this.#families.values()].flatMap(({ samples }) => samples)
  }

  /** @throws Error when there is no such series, or several */
  valueOf(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const [sample, ...others] = this.#of(name, labels)
    if (sample === undefined || others.length > 0) throw new Error(`not one series: ${name}`)
    return sample.value
  }

  sumOf(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.#of(name, labels).reduce((sum, { value }) => sum + value, 0)
  }

  #of(name: string, labels: Readonly<Record<string, string>>): readonly Sample[] {
    return this.samples.filter((sample) => {
      const hasAll = Object.entries(labels).every(([key, value]) => sample.labels[key] === value)
      return sample.name === name && hasAll
    })
  }
}

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const label = `([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\\\\n]|\\\\["\\\\n])*)"`
const sampleLine = new RegExp(`^(${name})(?:\\{(${label}(?:,${label})*)?\\})? (\\S+)$`)

/**
 * Reads the text format of Prometheus, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/), more strictly than Prometheus does.
 *
 * @throws Error for a line that is none, a sample without its type, a series that comes twice, a
 * counter that is not called so, and buckets that do not grow up to their count
 */
export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const families: OpenFamily[] = []
  const series = new Set<string>()
  for (const line of text.split('\n').filter((each) => each !== '')) {
    if (line.startsWith('#')) families.push(...familyIn(line))
    else {
      const sample = readSample(line)
      const identity = `${sample.name} ${keyOf(sample.labels)}`
      if (series.has(identity)) throw new Error(`twice: ${line}`)
      series.add(identity)
      addTo(families.at(-1), sample)
    }
  }
  for (const family of families) check(family)
  return new Exposition(families)
}

interface OpenFamily extends MetricFamily {
  readonly samples: Sample[]
}

/** What a comment begins: its type does, its help does not. */
function familyIn(line: string): readonly OpenFamily[] {
  const comment = new RegExp(`^# (HELP|TYPE) (${name}) (.+)$`).exec(line)
  const [, word, of = '', type = ''] = comment ?? []
  if (word === undefined) throw new Error(`not a comment: ${line}`)
  return word === 'HELP' ? [] : [{ name: of, type, samples: [] }]
}

function addTo(family: OpenFamily | undefined, sample: Sample): void {
  const suffixes = family?.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
  const belongs = suffixes.some((suffix) => sample.name === `${family?.name ?? ''}${suffix}`)
  if (!belongs) throw new Error(`no type: ${sample.name}`)
  family?.samples.push(sample)
}

function readSample(line: string): Sample {
  const parts = sampleLine.exec(line)
  const [sampleName, inBraces = '', value] = [parts?.[1], parts?.[2], parts?.at(-1)]
  if (sampleName === undefined || value === undefined) throw new Error(`not a sample: ${line}`)
  const found = [...inBraces.matchAll(new RegExp(label, 'g'))]
  const labels = Object.fromEntries(found.map(([, key = '', text = '']) => [key, text]))
  return { name: sampleName, labels, value: numberOf(value) }
}

function numberOf(text: string): number {
  if (text === '+Inf') return Infinity
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text)) throw new Error(`not a number: ${text}`)
  return Number(text)
}

function keyOf(labels: Sample['labels']): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join()
}

function check({ name: family, type, samples }: MetricFamily): void {
  if (!['counter', 'gauge', 'histogram'].includes(type)) throw new Error(`${family} is a ${type}`)
  if (type === 'counter' && !family.endsWith('_total')) throw new Error(`a counter: ${family}`)
  if (type === 'counter' && samples.some(({ value }) => value < 0))
    throw new Error(`< 0: ${family}`)
  if (type === 'histogram') checkBuckets(family, samples)
}

/** By labels: they grow, end with +Inf, and that one is the count. */
function checkBuckets(family: string, samples: readonly Sample[]): void {
  const byLabels = new Map<string, number[]>()
  for (const { name: sample, labels, value } of samples) {
    const { le, ...others } = labels
    const key = keyOf(others)
    const counts = byLabels.get(key) ?? []
    byLabels.set(key, counts)
    if (sample.endsWith('_bucket') && value < (counts.at(-1) ?? 0))
      throw new Error(`falls: ${family}`)
    if (sample.endsWith('_bucket')) counts.push(value)
    if (le === '+Inf') counts.push(value)
    if (sample.endsWith('_count') && counts.at(-1) !== value) throw new Error(`count: ${family}`)
  }
}
