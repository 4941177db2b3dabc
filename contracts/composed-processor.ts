import { type LogRecord, type Processor } from './processor.ts'

/**
 * Several folds as one, each over topics of its own; they share nothing but the index version.
 *
 * It bears the name of the first, which indices that are there know. Its version is the sum of
 * theirs: raised whenever one of them is, and when one is added.
 *
 * @throws Error when two have a topic or an index in common, or there is none.
 */
export function composed(parts: readonly Processor[]): Processor {
  const [first] = parts
  if (first === undefined) throw new Error('expected at least one stream')
  const byTopic = new Map(parts.flatMap((part) => part.topics.map(({ name }) => [name, part])))
  const topics = parts.flatMap((part) => part.topics)
  const indices = parts.flatMap((part) => part.indices)
  requireDistinct(topics)
  requireDistinct(indices)
  const of = ({ topic }: Pick<LogRecord, 'topic'>): Processor => {
    const part = byTopic.get(topic)
    if (part === undefined) throw new Error(`no stream reads ${topic}`)
    return part
  }
  return {
    name: first.name,
    version: parts.reduce((sum, { version }) => sum + version, 0),
    settings: first.settings,
    topics,
    indices,
    decode: (record, partitionCount) => of(record).decode(record, partitionCount),
    apply: (event, record, state) => of(record).apply(event, record, state),
    partOf: (topic) => of({ topic }),
  }
}

function requireDistinct(named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new Error(`two streams have ${twice}`)
}
