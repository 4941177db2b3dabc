import { z } from 'zod'
import { type EventType, type Topic } from '../topic.ts'
import { jsonFile, type PublishedFile } from './file.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * The JSON Schema (draft 2020-12) of one type of event, for producers in other languages.
 *
 * It says what is accepted: objects are open, as readers ignore what they do not know. What JSON
 * Schema cannot say (that the subject is the customer's id, that text is well-formed Unicode) only
 * the worker checks.
 */
export function eventSchemaOf({ schema, summary }: EventType): JsonSchema {
  const generated = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })
  return { ...generated, description: summary }
}

/** One file per type of event of the topics. */
export function schemaFiles(topics: readonly Topic[]): PublishedFile[] {
  return schemaFilesIn('contracts/published', topics)
}

/** The same schemas, to be kept as they are for ever: what a change is held against. */
export function frozenFiles(topics: readonly Topic[]): PublishedFile[] {
  return schemaFilesIn('contracts/history', topics)
}

function schemaFilesIn(folder: string, topics: readonly Topic[]): PublishedFile[] {
  return topics
    .flatMap((topic) => topic.events)
    .map((event) => jsonFile(`${folder}/${event.type}.schema.json`, eventSchemaOf(event)))
}
