import { leaves } from '../field.ts'
import { aliasOf, type IndexDefinition } from '../index-definition.ts'
import { type EventType, type Topic } from '../topic.ts'
import { type PublishedFile } from './file.ts'
import { eventSchemaOf, type JsonSchema } from './json-schema.ts'

const notice = '<!-- Made from contracts/ by `npx tally contracts build`. Do not edit. -->'

/** docs/events.md: every topic with its events and their fields. */
export function eventsPage(topics: readonly Topic[]): PublishedFile {
  const lines = [
    '# Events',
    '',
    notice,
    '',
    'Every event is a [CloudEvent 1.0](https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md) as JSON. Fields that are not listed are ignored. The JSON Schemas are in `contracts/published/`.',
    ...topics.flatMap(topicSection),
  ]
  return { path: 'docs/events.md', text: `${lines.join('\n')}\n` }
}

/** docs/fields.md: every index with its fields. */
export function fieldsPage(indices: readonly IndexDefinition[]): PublishedFile {
  const lines = [
    '# Fields',
    '',
    notice,
    '',
    'What is in Elasticsearch, by the alias under which it is read.',
    ...indices.flatMap(indexSection),
  ]
  return { path: 'docs/fields.md', text: `${lines.join('\n')}\n` }
}

function topicSection(topic: Topic): string[] {
  const count = `${topic.partitions} partitions, key: ${topic.key}`
  return [
    '',
    `## ${topic.name}`,
    '',
    `${topic.summary} ${count}.`,
    ...topic.events.flatMap(eventSection),
  ]
}

function eventSection(event: EventType): string[] {
  const schema = eventSchemaOf(event)
  const data = (schema['properties'] as Record<string, JsonSchema>)['data'] ?? {}
  return [
    '',
    `### ${event.type}`,
    '',
    event.summary,
    '',
    '| Field of `data` | Type | Required | Personal | Meaning |',
    '| --- | --- | --- | --- | --- |',
    ...fieldRows(data, '', true),
  ]
}

function fieldRows(schema: JsonSchema, prefix: string, isParentRequired: boolean): string[] {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>
  const required = (schema['required'] ?? []) as string[]
  return Object.entries(properties).flatMap(([name, property]) => {
    const isRequired = isParentRequired && required.includes(name)
    if (property['properties'] !== undefined) {
      return fieldRows(property, `${prefix}${name}.`, isRequired)
    }
    const cells = [
      `\`${prefix}${name}\``,
      typeText(property),
      isRequired ? 'yes' : '',
      property['x-personal'] === true ? 'yes' : '',
      textOf(property['description']),
    ]
    return [`| ${cells.join(' | ')} |`]
  })
}

function typeText(property: JsonSchema): string {
  const values = property['enum'] as string[] | undefined
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ')
  return textOf(property['format'] ?? property['type'])
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function indexSection(definition: IndexDefinition): string[] {
  const period = { none: 'one index', month: 'one index a month', day: 'one index a day' }
  return [
    '',
    `## ${aliasOf(definition)}`,
    '',
    `${definition.summary} ${definition.nature === 'derived' ? 'A function of the log' : 'Operational'}; ${period[definition.period]}.`,
    '',
    '| Field | Type | Label | Meaning | Unit | Example | Personal |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...leaves(definition.fields).map(({ path, field }) => {
      const { label, meaning, unit, example, isPersonal } = field.description
      const shown = typeof example === 'object' ? JSON.stringify(example) : String(example)
      const cells = [`\`${path}\``, field.kind, label, meaning, unit ?? '', `\`${shown}\``]
      return `| ${[...cells, isPersonal === true ? 'yes' : ''].join(' | ')} |`
    }),
  ]
}
