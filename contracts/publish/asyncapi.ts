import { contentType } from '../cloud-event.ts'
import { type EventType, type Topic } from '../topic.ts'
import { jsonFile, type PublishedFile } from './file.ts'
import { eventSchemaOf, type JsonSchema } from './json-schema.ts'

/**
 * The topics and their events as an AsyncAPI 3.0 document
 * (https://www.asyncapi.com/docs/reference/specification/v3.0.0), with Kafka's bindings.
 *
 * Topics without event types of their own (dead letters) are channels of opaque bytes.
 */
export function asyncApiFile(topics: readonly Topic[], version: string): PublishedFile {
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
    operations: Object.fromEntries(topics.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(
        topics.flatMap((topic) => topic.events.map((event) => [event.type, messageOf(event)])),
      ),
    },
  })
}

function channelOf(topic: Topic) {
  return {
    address: topic.name,
    title: topic.name,
    description: topic.summary,
    messages: messagesOf(topic),
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

function messagesOf(topic: Topic) {
  if (topic.events.length === 0) return { original: opaqueMessage }
  return Object.fromEntries(
    topic.events.map(({ type }) => [
      type,
      { $ref: `#/components/messages/${escapePointer(type)}` },
    ]),
  )
}

const opaqueMessage = {
  name: 'original',
  title: 'The bytes as they came',
  contentType: 'application/octet-stream',
  payload: { type: 'string', format: 'binary' },
}

function messageOf(event: EventType) {
  return {
    name: event.type,
    title: event.type,
    summary: event.summary,
    contentType,
    payload: withoutDialect(eventSchemaOf(event)),
    bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' } },
  }
}

/** A schema inside an AsyncAPI document names no dialect of its own. */
function withoutDialect(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'))
}

/** Only these settings of a topic have a place in the binding; numbers stand there as numbers. */
function topicConfigurationOf(settings: Readonly<Record<string, string>>) {
  return {
    'cleanup.policy': settings['cleanup.policy']?.split(','),
    'retention.ms': Number(settings['retention.ms']),
    'retention.bytes': Number(settings['retention.bytes']),
    'max.message.bytes': Number(settings['max.message.bytes']),
  }
}

function operationsOf(topic: Topic): [string, object][] {
  const channel = { $ref: `#/channels/${escapePointer(topic.name)}` }
  const name = topic.name.replaceAll('.', '-')
  if (topic.events.length === 0) {
    return [[`${name}-append`, { action: 'send', channel, summary: `Append to ${topic.name}.` }]]
  }
  return [[`${name}-read`, { action: 'receive', channel, summary: `Read ${topic.name}.` }]]
}

/** RFC 6901: `~` and `/` have a meaning in a JSON pointer. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
