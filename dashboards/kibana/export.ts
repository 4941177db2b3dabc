import { z } from 'zod'
import { answerTimeoutMs, postToKibana } from '../kibana-request.ts'
import { type Kibana } from './connect.ts'
import { kibanaRefusal, notKibana, safeJson } from './refusal.ts'
import { type ObjectName, StoredObject } from './stored-object.ts'
import { isAtLeast } from './version.ts'

/** What an export gave. */
interface ExportedObjects {
  readonly objects: readonly StoredObject[]
  /** What objects of it refer to and is not there. */
  readonly missing: readonly ObjectName[]
}

/**
 * Every dashboard, visualization, saved search and data view of the space, at most the 10,000
 * objects that Kibana exports at once.
 *
 * An export and no search or look-up by id, because it alone is public in every version.
 *
 * @throws PipelineError when Kibana refuses or is away.
 */
export async function readObjects(kibana: Kibana): Promise<readonly StoredObject[]> {
  const { objects } = await postExport(kibana, { type: typesOf(kibana) })
  return objects
}

/** These objects and whatever they refer to. @throws PipelineError as `readObjects` does. */
export async function exportObjects(
  kibana: Kibana,
  names: readonly ObjectName[],
): Promise<ExportedObjects> {
  if (names.length === 0) return { objects: [], missing: [] }
  const objects = names.map(({ type, id }) => ({ type, id }))
  return postExport(kibana, { objects, includeReferencesDeep: true })
}

/** An open-source Kibana knows no Lens and no maps, and refuses to export an unknown type. */
function typesOf({ version }: Kibana): string[] {
  const types = ['dashboard', 'index-pattern', 'search', 'visualization']
  return isAtLeast(version, '7.11') ? [...types, 'lens', 'map'] : types
}

/** The last line, which the importer would take for an object if nothing was exported. */
const Summary = z.object({
  exportedCount: z.int(),
  missingReferences: z.array(z.object({ type: z.string(), id: z.string() })).default([]),
})

async function postExport({ server }: Kibana, wanted: object): Promise<ExportedObjects> {
  const answer = await postToKibana(server, {
    path: '/api/saved_objects/_export',
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(wanted)),
    timeoutMs: answerTimeoutMs,
  })
  if (answer.status !== 200) throw kibanaRefusal(server, answer)
  const lines = answer.text.split('\n').filter((line) => line.trim() !== '')
  const values = lines.map(safeJson)
  const summary = Summary.safeParse(values.at(-1))
  const objects = z.array(StoredObject).safeParse(summary.success ? values.slice(0, -1) : values)
  if (!objects.success) throw notKibana(server, answer.text)
  return {
    objects: objects.data,
    missing: summary.success ? summary.data.missingReferences : [],
  }
}
