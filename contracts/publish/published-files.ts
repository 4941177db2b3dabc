import { indices, topics } from '../catalogue.ts'
import { workerMetrics } from '../metrics.ts'
import { asyncApiFile } from './asyncapi.ts'
import { eventsPage } from './events-page.ts'
import { fieldsPage } from './fields-page.ts'
import { type PublishedFile } from './file.ts'
import { type GoldenEvent } from './golden-events.ts'
import { schemaFiles } from './json-schema.ts'
import { metricsPage } from './metrics-page.ts'

/**
 * Everything that is made from the contracts and committed beside them, for readers in other
 * languages and for people. The same contracts give the same bytes.
 *
 * @param goldens stand as examples in what is made
 */
export function publishedFiles(version: string, goldens: readonly GoldenEvent[]): PublishedFile[] {
  return [
    ...schemaFiles(topics),
    asyncApiFile({ topics, version, goldens }),
    eventsPage(topics, goldens),
    fieldsPage(indices),
    metricsPage(Object.values(workerMetrics)),
  ]
}
