import { indices, topics } from '../catalogue.ts'
import { asyncApiFile } from './asyncapi.ts'
import { type PublishedFile } from './file.ts'
import { schemaFiles } from './json-schema.ts'
import { eventsPage, fieldsPage } from './reference-pages.ts'

/**
 * Everything that is made from the contracts and committed beside them, for readers in other
 * languages and for people. The same contracts give the same bytes.
 */
export function publishedFiles(version: string): PublishedFile[] {
  return [
    ...schemaFiles(topics),
    asyncApiFile(topics, version),
    eventsPage(topics),
    fieldsPage(indices),
  ]
}
