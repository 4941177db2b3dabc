import { type z } from 'zod'
import { type DeadLetterCode } from '../contracts/dead-letter.ts'
import { EventId } from '../contracts/ids.ts'
import { limits } from '../contracts/limits.ts'
import { partitionOf } from '../contracts/partition.ts'
import { type Decoded, type FoldSettings, type LogRecord } from '../contracts/processor.ts'
import { type Instant } from '../contracts/time.ts'
import { type Topic } from '../contracts/topic.ts'
import { epochMsOf } from './instant.ts'
import { schemaReason, shortened, unknownTypeReason } from './refusal-reason.ts'
import { type SureCheck, sureCheckOf } from './schema-check.ts'

/** Every event that a topic can hold. */
type EventOf<Known extends Topic> = z.infer<Known['events'][number]['schema']>

/** What is let in where. */
export interface Door<Known extends Topic> {
  readonly topic: Known
  readonly settings: FoldSettings
  /**
   * Reads events that are written in the usual form of the topic: what `JSON.parse` and the schema
   * would give, or undefined where it is not sure, and then those two decide.
   */
  readonly readUsual?: (value: Uint8Array) => EventOf<Known> | undefined
}

/**
 * The door of a topic: the bytes of a record to a validated event, or why it is none.
 *
 * Total: nothing that a record holds makes it throw, and no reason repeats what the record holds. An
 * event may carry fields that its schema does not name; nobody may hand an event on whole.
 */
export function decode<Known extends Topic>(
  door: Door<Known>,
  record: LogRecord,
  partitionCount: number,
): Decoded<EventOf<Known>> {
  const read = readEvent(door, record.value)
  if (!read.ok) return read
  const { event } = read
  const refusal =
    refusalOfKey(event, record, partitionCount) ?? refusalOfTime(event, record, door.settings)
  return refusal === undefined
    ? (read as Decoded<EventOf<Known>>)
    : { ok: false, ...refusal, eventId: event.id }
}

/** What every schema of a topic says, by our profile of CloudEvents. */
interface EventEnvelope {
  readonly id: EventId
  readonly time: Instant
  readonly subject: string
}

interface Refusal {
  readonly code: DeadLetterCode
  readonly reason: string
}

function readEvent(
  { topic, readUsual }: Door<Topic>,
  value: Uint8Array | null,
): Decoded<EventEnvelope> {
  if (value === null || value.length === 0) {
    return { ok: false, code: 'empty', reason: 'expected an event; the record has no value' }
  }
  if (value.length > limits.eventBytesMax) {
    const reason = `expected at most ${limits.eventBytesMax} bytes`
    return { ok: false, code: 'too-large', reason }
  }
  const usual = readUsual?.(value) as EventEnvelope | undefined
  if (usual !== undefined) return { ok: true, event: usual }
  const json = parseObject(value)
  if (typeof json === 'string') return { ok: false, code: 'not-json', reason: json }
  return validate(topic, json)
}

type JsonObject = Readonly<Record<string, unknown>>

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The object, or why there is none. The parser's own message would quote the value. */
function parseObject(value: Uint8Array): JsonObject | string {
  let text: string
  try {
    text = utf8.decode(value)
  } catch {
    return 'expected UTF-8 text'
  }
  try {
    const json: unknown = JSON.parse(text)
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
    return isObject ? (json as JsonObject) : 'expected a JSON object, not another kind of JSON'
  } catch {
    return 'expected one JSON object; the text is not JSON'
  }
}

function validate(topic: Topic, json: JsonObject): Decoded<EventEnvelope> {
  const { type } = json
  if (typeof type !== 'string') {
    return refuse(json, 'schema-violated', 'type: expected the type of an event')
  }
  const known = schemasOf(topic).get(type)
  if (known === undefined) return refuse(json, 'unknown-type', unknownTypeReason(topic, type))
  if (known.isSurelyValid(json)) return { ok: true, event: json as unknown as EventEnvelope }
  const parsed = known.schema.safeParse(json)
  return parsed.success
    ? { ok: true, event: parsed.data as EventEnvelope }
    : refuse(json, 'schema-violated', schemaReason(parsed.error))
}

function refuse(
  json: JsonObject,
  code: DeadLetterCode,
  reason: string,
): Extract<Decoded<EventEnvelope>, { ok: false }> {
  const id = EventId.safeParse(json['id'])
  const refusal = { ok: false, code, reason: shortened(reason) } as const
  return id.success ? { ...refusal, eventId: id.data } : refusal
}

interface KnownSchema {
  readonly schema: z.ZodType
  readonly isSurelyValid: SureCheck
}

/** Made once per topic: schemas are data of the program. */
const schemasPerTopic = new WeakMap<Topic, ReadonlyMap<string, KnownSchema>>()

function schemasOf(topic: Topic): ReadonlyMap<string, KnownSchema> {
  const made = schemasPerTopic.get(topic)
  if (made !== undefined) return made
  const schemas = new Map(
    topic.events.map(({ type, schema }) => [type, { schema, isSurelyValid: sureCheckOf(schema) }]),
  )
  schemasPerTopic.set(topic, schemas)
  return schemas
}

function refusalOfKey(
  event: EventEnvelope,
  { key, partition }: LogRecord,
  partitionCount: number,
): Refusal | undefined {
  if (key === null || key.length === 0) {
    return { code: 'key-missing', reason: 'expected the subject of the event as key' }
  }
  if (!spells(key, event.subject)) {
    return { code: 'key-mismatch', reason: 'expected the key to be the subject of the event' }
  }
  const expected = partitionOf(key, partitionCount)
  if (expected === partition) return undefined
  return {
    code: 'misrouted',
    reason: `expected in partition ${expected} of ${partitionCount}: murmur2 of the key`,
  }
}

/** Subjects are ASCII as a rule, which needs no decoding. */
function spells(bytes: Uint8Array, text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit > 0x7f) return decodedOrUndefined(bytes) === text
    if (unit !== bytes[at]) return false
  }
  return bytes.length === text.length
}

function decodedOrUndefined(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function refusalOfTime(
  event: EventEnvelope,
  record: LogRecord,
  settings: FoldSettings,
): Refusal | undefined {
  // Years have four digits, so the order of texts is the order of times.
  if (event.time < settings.firstDay) {
    return { code: 'before-first-day', reason: `time: expected ${settings.firstDay} or later` }
  }
  const { futureToleranceMs } = settings
  if (epochMsOf(event.time) <= record.appendTime + futureToleranceMs) return undefined
  return {
    code: 'in-future',
    reason: `time: expected at most ${futureToleranceMs} ms after the record was appended`,
  }
}
