import { z } from 'zod'
import { compareText } from './compare-text.ts'
import { invalidDashboard } from './invalid.ts'

const savedObjectTypes = ['index-pattern', 'search', 'visualization', 'dashboard'] as const

/** One line of an NDJSON file that Kibana imports. */
export const SavedObject = z.object({
  id: z.string().min(1),
  type: z.enum(savedObjectTypes),
  attributes: z.record(z.string(), z.unknown()),
  references: z.array(
    z.object({ name: z.string(), type: z.enum(savedObjectTypes), id: z.string() }),
  ),
  migrationVersion: z.record(z.string(), z.string()),
})
export type SavedObject = z.infer<typeof SavedObject>

/**
 * The newest versions that Kibana 7.10.2 accepts; every later Kibana up to 9.x migrates from them.
 */
export const savedObjectVersions: Readonly<Record<SavedObject['type'], string>> = {
  'index-pattern': '7.6.0',
  search: '7.9.3',
  visualization: '7.10.0',
  dashboard: '7.9.3',
}

/** Sorted by type and id, keys sorted too, so that a change in a definition is a small diff. */
export function toNdjson(objects: readonly SavedObject[]): string {
  return [...objects]
    .sort((one, other) => compareText(sortKey(one), sortKey(other)))
    .map((object) => `${JSON.stringify(inOrder(object))}\n`)
    .join('')
}

/**
 * Reads an NDJSON file of saved objects.
 *
 * @param name of the file, for messages.
 * @throws PipelineError `dashboards.invalid` that names the line and what is wrong with it.
 */
export function parseNdjson(text: string, name: string): SavedObject[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, at: `line ${index + 1} of ${name}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, at }) => parseLine(line, at))
}

function parseLine(line: string, at: string): SavedObject {
  const parsed = SavedObject.safeParse(parseJson(line, at))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  throw invalidDashboard(`${at} is not a saved object: ${path}: ${issue?.message ?? 'invalid'}`)
}

/** @throws PipelineError `dashboards.invalid` when the text is not JSON. */
export function parseJson(text: string, at: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidDashboard(`${at} is not JSON: ${(cause as Error).message}`, { cause })
  }
}

function sortKey({ type, id }: SavedObject): string {
  return `${savedObjectTypes.indexOf(type)} ${id}`
}

function inOrder({ id, type, attributes, references, migrationVersion }: SavedObject): object {
  const sorted = Object.entries(attributes).sort(([one], [other]) => compareText(one, other))
  return { id, type, attributes: Object.fromEntries(sorted), references, migrationVersion }
}
