import { type EventType, type Topic } from '../topic.ts'
import { type PublishedFile } from './file.ts'
import { type GoldenEvent, type Json, valueAt } from './golden-events.ts'
import { eventSchemaOf, type JsonSchema } from './json-schema.ts'
import { code, pageHead, table, words } from './markdown.ts'

/** docs/events.md: every topic with its events and their fields. */
export function eventsPage(
  topics: readonly Topic[],
  goldens: readonly GoldenEvent[],
): PublishedFile {
  const lines = [
    ...pageHead('Events'),
    'What is in Kafka. Every event is a [CloudEvent 1.0](https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md) as one JSON object: an envelope that is the same for all, and `data`, which depends on the `type`. Fields that are not listed are ignored.',
    '',
    'Amounts are whole **minor units** (cents of EUR, yen of JPY); times are UTC with milliseconds. *Personal* fields are in no log file, and in no index but `tally-customers` ([privacy](privacy.md)). *string ≤ 64* has at most 64 characters. Schemas for other languages: [contracts/published](../contracts/published/). Which fields of them can be searched: [fields.md](fields.md).',
    ...envelopeSection(topics, goldens),
    ...topics.flatMap((topic) => topicSection(topic, goldens)),
  ]
  return { path: 'docs/events.md', text: `${lines.join('\n')}\n` }
}

const head = ['Field', 'Type', 'Required', 'Example', 'Personal', 'Meaning']

/** The attributes around `data`, as the first event has them: they are the same for all. */
function envelopeSection(topics: readonly Topic[], goldens: readonly GoldenEvent[]): string[] {
  const event = topics.flatMap((topic) => topic.events)[0]
  if (event === undefined) return []
  const schema = eventSchemaOf(event)
  const attributes = Object.entries(propertiesOf(schema))
    .filter(([name]) => name !== 'data')
    .map(([name, it]) => [name, name === 'type' ? { ...it, const: undefined } : it] as const)
  const properties = Object.fromEntries(attributes)
  const examples = examplesFor(event, goldens)
  return [
    '',
    '## The envelope',
    '',
    ...table(head, fieldRows({ schema: { ...schema, properties }, examples, path: [] })),
  ]
}

function topicSection(topic: Topic, goldens: readonly GoldenEvent[]): string[] {
  const settings = Object.entries(topic.settings).map(([name, value]) => `${name}=${value}`)
  return [
    '',
    `## ${topic.name}`,
    '',
    `${topic.summary} Key: ${topic.key}. ${topic.partitions} partitions. ${settings.map(code).join(', ')}.`,
    ...topic.events.flatMap((event) => eventSection(event, goldens)),
  ]
}

function eventSection(event: EventType, goldens: readonly GoldenEvent[]): string[] {
  const schema = propertiesOf(eventSchemaOf(event))['data'] ?? {}
  const examples = examplesFor(event, goldens).map((golden) => valueAt(golden, ['data']) ?? null)
  const whole = goldens
    .filter(({ type }) => type === event.type)
    .map(({ file }) => `[${file}](../contracts/golden/${file})`)
  return [
    '',
    `### ${event.type}`,
    '',
    `${event.summary} Fields of \`data\`:`,
    '',
    ...table(head, fieldRows({ schema, examples, path: [] })),
    '',
    `As a whole: ${whole.join(', ')}.`,
  ]
}

/** Its own golden events first, then those of other types, which share fields with it. */
function examplesFor({ type }: EventType, goldens: readonly GoldenEvent[]): Json[] {
  const own = goldens.filter((golden) => golden.type === type)
  return [...own, ...goldens.filter((golden) => golden.type !== type)].map(({ event }) => event)
}

interface Described {
  readonly schema: JsonSchema
  readonly examples: readonly Json[]
  readonly path: readonly string[]
  /** The innermost group around it that an event may lack. */
  readonly optionalGroup?: string
}

function fieldRows({ schema, examples, path: prefix, optionalGroup }: Described): string[][] {
  const required = (schema['required'] ?? []) as string[]
  return Object.entries(propertiesOf(schema)).flatMap(([name, property]) => {
    const path = [...prefix, name]
    const group = required.includes(name) ? optionalGroup : path.join('.')
    if (property['properties'] !== undefined) {
      const inner = { schema: property, examples, path }
      return fieldRows(group === undefined ? inner : { ...inner, optionalGroup: group })
    }
    const row = [code(path.join('.')), typeText(property), requiredText(path.join('.'), group)]
    return [
      [
        ...row,
        exampleOf(path, examples),
        property['x-personal'] === true ? 'yes' : '',
        words(textOf(property['description'])),
      ],
    ]
  })
}

function requiredText(path: string, optionalGroup: string | undefined): string {
  if (optionalGroup === undefined) return 'yes'
  return optionalGroup === path ? '' : `with ${code(optionalGroup)}`
}

function exampleOf(path: readonly string[], examples: readonly Json[]): string {
  const found = examples.map((example) => valueAt(example, path)).find((it) => it !== undefined)
  if (found === undefined) return ''
  return code(typeof found === 'string' ? found : JSON.stringify(found))
}

function typeText(property: JsonSchema): string {
  const values = property['enum'] as string[] | undefined
  if (values !== undefined) return values.map(code).join(', ')
  if (property['const'] !== undefined) return code(textOf(property['const']))
  const type = textOf(property['format'] ?? property['type'])
  const { minLength, maxLength } = property as { minLength?: number; maxLength?: number }
  if (type !== 'string' || maxLength === undefined) return type
  return minLength === maxLength ? `string of ${maxLength}` : `string ≤ ${maxLength}`
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema['properties'] ?? {}) as Record<string, JsonSchema>
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
