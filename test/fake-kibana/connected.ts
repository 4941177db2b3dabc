import { definitions } from '../../dashboards/definitions.ts'
import { importObjects } from '../../dashboards/import.ts'
import { connectKibana, type Kibana } from '../../dashboards/kibana/connect.ts'
import { isOwnId } from '../../dashboards/kibana/ownership.ts'
import { type SavedObject, toNdjson } from '../../dashboards/saved-object.ts'
import { type FakeKibana } from './fake-kibana.ts'

/** What is shipped. */
export const shippedObjects: readonly SavedObject[] = Object.values(definitions).flat()

/** The fake as commands speak to it. */
export function connected({ url }: FakeKibana, space?: string): Promise<Kibana> {
  const server = { url, auth: undefined, ca: undefined, space }
  return connectKibana(server, { timeoutMs: 0, onProgress: () => undefined })
}

/** Imports what is shipped, or these objects. */
export function importShipped(kibana: Kibana, objects: readonly SavedObject[] = shippedObjects) {
  return importObjects(kibana, { objects, ndjson: toNdjson(objects), mayWrite: isOwnId })
}
