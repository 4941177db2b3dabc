import {
  deadLetterHeaders,
  deadLetterIdOf,
  deadLettersTopic,
  originalHeaderPrefix,
} from '../../contracts/dead-letter.ts'
import { type LogRecord } from '../../contracts/processor.ts'
import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { type LogPlace, type LogReader } from '../../runtime/kafka/reader.ts'

/** Where a record is and when it was appended, which a topic that was made anew has otherwise. */
export interface LetterPlace extends LogPlace {
  readonly id: string
  /** UTC with milliseconds. */
  readonly appendTime: string
}

interface Log {
  readonly reader: LogReader
  readonly admin: Pick<KafkaAdmin, 'offsetsOf' | 'describeTopics'>
  readonly signal: AbortSignal
}

/** Records between two wanted ones that are rather read along than asked for apart. */
const gapMax = 500

/**
 * The records behind dead letters, by id, as far as the log still holds them.
 *
 * @param letters of any topics; those of a partition in the order of their offsets
 * @throws PipelineError of Kafka; the reason of the signal
 */
export async function readOriginals(
  { reader, admin, signal }: Log,
  letters: readonly LetterPlace[],
): Promise<ReadonlyMap<string, LogRecord>> {
  const wanted = new Map(letters.map((letter) => [letter.id, letter]))
  const found = new Map<string, LogRecord>()
  const onRecords = (records: readonly LogRecord[]) => {
    for (const record of records) {
      const id = deadLetterIdOf(record)
      if (isSame(wanted.get(id), record)) found.set(id, record)
    }
  }
  // Kafka is asked for a quarter of a minute before it says that a topic is missing.
  const there = await admin.describeTopics([...new Set(letters.map(({ topic }) => topic))])
  for (const { topic, partition, from, to } of clustersOf(letters)) {
    if (!there.has(topic)) continue
    const held = (await admin.offsetsOf(topic)).find((one) => one.partition === partition)
    const range = { partition, from: Math.max(from, held?.start ?? to), to: Math.min(to, held?.end ?? from) } // prettier-ignore
    await reader.read({ topic, ranges: [range], onRecords, signal })
  }
  return found
}

/**
 * The record behind a dead letter: of the log, and where that does not hold it any more, of the
 * topic of dead letters, which is read from its start. Undefined when neither has it.
 *
 * @throws PipelineError of Kafka; the reason of the signal
 */
export async function findOriginal(
  log: Log,
  letter: LetterPlace,
): Promise<{ readonly record: LogRecord; readonly isOfLog: boolean } | undefined> {
  const record = (await readOriginals(log, [letter])).get(letter.id)
  if (record !== undefined) return { record, isOfLog: true }
  const kept = await findAmongDeadLetters(log, letter)
  return kept && { record: kept, isOfLog: false }
}

interface Cluster {
  readonly topic: string
  readonly partition: number
  readonly from: number
  to: number
}

function clustersOf(letters: readonly LetterPlace[]): readonly Cluster[] {
  const clusters: Cluster[] = []
  for (const { topic, partition, offset } of letters) {
    const last = clusters.at(-1)
    const isNear =
      last?.topic === topic && last.partition === partition && offset - last.to <= gapMax
    if (isNear) last.to = offset + 1
    else clusters.push({ topic, partition, from: offset, to: offset + 1 })
  }
  return clusters
}

function isSame(letter: LetterPlace | undefined, { appendTime }: LogRecord): boolean {
  return letter !== undefined && Date.parse(letter.appendTime) === appendTime
}

async function findAmongDeadLetters(
  { reader, admin, signal }: Log,
  letter: LetterPlace,
): Promise<LogRecord | undefined> {
  const topic = deadLettersTopic.name
  const offsets = await admin.offsetsOf(topic)
  const ranges = offsets.map(({ partition, start, end }) => ({ partition, from: start, to: end }))
  const search = new AbortController()
  let found: LogRecord | undefined
  const onRecords = (records: readonly LogRecord[]) => {
    found ??= records.map(toOriginal).find((record) => record !== undefined && deadLetterIdOf(record) === letter.id && isSame(letter, record)) // prettier-ignore
    if (found !== undefined) search.abort()
  }
  try {
    const until = AbortSignal.any([signal, search.signal])
    await reader.read({ topic, ranges, onRecords, signal: until })
  } catch (error) {
    if (found === undefined) throw error
  }
  return found
}

/** The record that a message of the topic of dead letters was made of, where it holds its bytes. */
function toOriginal({ key, value, headers }: LogRecord): LogRecord | undefined {
  if (headers[deadLetterHeaders.leftOut] !== undefined) return undefined
  const told = (name: string) => {
    const header = headers[name]
    return header instanceof Uint8Array ? Buffer.from(header).toString() : ''
  }
  const [partition, offset] = [told(deadLetterHeaders.partition), told(deadLetterHeaders.offset)]
  const appendTime = Date.parse(told(deadLetterHeaders.appendTime))
  if (partition === '' || offset === '' || Number.isNaN(appendTime)) return undefined
  const originals = Object.entries(headers)
    .filter(([name]) => name.startsWith(originalHeaderPrefix))
    .map(([name, content]) => [name.slice(originalHeaderPrefix.length), content] as const)
  return {
    topic: told(deadLetterHeaders.topic),
    partition: Number(partition),
    offset: Number(offset),
    appendTime: appendTime as LogRecord['appendTime'],
    key,
    value,
    headers: Object.fromEntries(originals),
  }
}
