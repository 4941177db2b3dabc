import { contentType } from '../cloud-event.ts'
import {
  deadLetterCodes,
  deadLetterHeaders,
  deadLetterStages,
  deadLettersTopic,
  originalHeaderPrefix,
} from '../dead-letter.ts'
import { type EventType, type Topic } from '../topic.ts'
import { jsonFile, type PublishedFile } from './file.ts'
import { type GoldenEvent } from './golden-events.ts'
import { eventSchemaOf, type JsonSchema } from './json-schema.ts'

/**
 * The topics and their events as an AsyncAPI 3.0 document
 * (https://www.asyncapi.com/docs/reference/specification/v3.0.0), with Kafka's bindings.
 *
 * The application that it describes is the pipeline as a whole: it receives the events, and it sends
 * what it could not read to the dead letters. Producers do the reverse. There are no servers in it:
 * where they are is a setting.
 */
export function asyncApiFile({ topics, version, goldens }: Described): PublishedFile {
  const events = topics.flatMap((topic) => topic.events)
  return jsonFile('contracts/published/asyncapi.json', {
    asyncapi: '3.0.0',
    info: {
      title: 'Tallystream',
      version,
      description: 'Topics that the pipeline reads and writes. Made from contracts/events.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: contentType,
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channelOf(topic)])),
    operations: Object.fromEntries(topics.map(operationOf)),
    components: {
      messages: {
        ...Object.fromEntries(events.map((event) => [event.type, messageOf(event, goldens)])),
        [deadLettersTopic.name]: deadLetterMessage,
      },
    },
  })
}

interface Described {
  readonly topics: readonly Topic[]
  readonly version: string
  readonly goldens: readonly GoldenEvent[]
}

function channelOf(topic: Topic) {
  return {
    address: topic.name,
    title: topic.name,
    description: topic.summary,
    messages: Object.fromEntries(messageNamesOf(topic).map((name) => [name, referenceTo(name)])),
    bindings: {
      kafka: {
        topic: topic.name,
        partitions: topic.partitions,
        topicConfiguration: topicConfigurationOf(topic.settings),
        bindingVersion: '0.5.0',
      },
    },
  }
}

/** A topic without types of its own holds dead letters. */
function messageNamesOf({ name, events }: Topic): readonly string[] {
  return events.length === 0 ? [name] : events.map(({ type }) => type)
}

function referenceTo(message: string) {
  return { $ref: `#/components/messages/${escapePointer(message)}` }
}

/** Every setting; the binding has `cleanup.policy` as a list and numbers as numbers. */
function topicConfigurationOf(settings: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, settingOf(name, value)]),
  )
}

function settingOf(name: string, value: string): string | number | string[] {
  if (name === 'cleanup.policy') return value.split(',')
  return /^-?\d+$/.test(value) ? Number(value) : value
}

function operationOf(topic: Topic): [string, object] {
  const isOurs = topic.events.length === 0
  const verb = isOurs ? 'append' : 'read'
  return [
    `${verb}-${topic.name.replaceAll('.', '-')}`,
    {
      action: isOurs ? 'send' : 'receive',
      channel: { $ref: `#/channels/${escapePointer(topic.name)}` },
      summary: topic.summary,
      messages: messageNamesOf(topic).map((name) => ({
        $ref: `#/channels/${escapePointer(topic.name)}/messages/${escapePointer(name)}`,
      })),
    },
  ]
}

function messageOf(event: EventType, goldens: readonly GoldenEvent[]) {
  return {
    name: event.type,
    title: event.type,
    summary: event.summary,
    contentType,
    headers: {
      type: 'object',
      properties: { 'content-type': { type: 'string', const: contentType } },
    },
    payload: withoutDialect(eventSchemaOf(event)),
    bindings: { kafka: { key: keyOf(event), bindingVersion: '0.5.0' } },
    examples: goldens
      .filter(({ type }) => type === event.type)
      .map((golden) => ({ name: golden.file, payload: golden.event })),
  }
}

/** The key is the subject, so it has the subject's limits. */
function keyOf(event: EventType): unknown {
  const properties = eventSchemaOf(event)['properties'] as Readonly<Record<string, JsonSchema>>
  return properties['subject']
}

/** A schema inside an AsyncAPI document names no dialect of its own. */
function withoutDialect(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'))
}

const deadLetterMessage = {
  name: deadLettersTopic.name,
  title: 'The bytes as they came',
  summary: `Key, value and headers of the original; its headers as ${originalHeaderPrefix}<name>.`,
  contentType: 'application/octet-stream',
  headers: {
    type: 'object',
    properties: {
      ...Object.fromEntries(
        Object.values(deadLetterHeaders).map((header) => [header, { type: 'string' }]),
      ),
      [deadLetterHeaders.stage]: { type: 'string', enum: deadLetterStages },
      [deadLetterHeaders.code]: {
        type: 'string',
        enum: Object.keys(deadLetterCodes),
        description: Object.entries(deadLetterCodes)
          .map(([code, meaning]) => `${code}: ${meaning}`)
          .join('\n'),
      },
    },
  },
  payload: { type: 'string', format: 'binary' },
}

/** RFC 6901: `~` and `/` have a meaning in a JSON pointer. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
