import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { PipelineError } from '../runtime/problem.ts'
import { type KibanaServer, postToKibana } from './kibana-request.ts'
import { type SavedObject, toNdjson } from './saved-object.ts'

/** What became of each object. */
export interface ImportReport {
  readonly imported: readonly string[]
  readonly failures: readonly string[]
}

interface ImportOptions {
  readonly timeoutMs: number
}

/**
 * Imports saved objects into a Kibana, over those with the same ids; others are not touched.
 *
 * Kibana answers 200 to a half failed import, and counts objects as imported that it then did not
 * create; so its answer is held against what was sent.
 *
 * @throws PipelineError `kibana.unreachable`, `kibana.refused` or `kibana.rejected` when Kibana did
 * not take the file at all.
 */
export async function importSavedObjects(
  server: KibanaServer,
  objects: readonly SavedObject[],
  { timeoutMs }: ImportOptions = { timeoutMs: 60_000 },
): Promise<ImportReport> {
  const boundary = `tally-${randomUUID()}`
  const { status, text } = await postToKibana(server, {
    path: '/api/saved_objects/_import?overwrite=true',
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: multipart(boundary, toNdjson(objects)),
    timeoutMs,
  })
  if (status !== 200) throw refusal(server.url, status, text)
  return reportOf(server.url, parseAnswer(server.url, text), objects)
}

const ImportError = z.object({
  type: z.string(),
  id: z.string(),
  error: z.object({
    type: z.string(),
    message: z.string().optional(),
    references: z.array(z.object({ type: z.string(), id: z.string() })).optional(),
  }),
})
type ImportError = z.infer<typeof ImportError>

const Answer = z.object({
  success: z.boolean(),
  successCount: z.int(),
  successResults: z.array(z.object({ type: z.string(), id: z.string() })).default([]),
  errors: z.array(ImportError).default([]),
})
type Answer = z.infer<typeof Answer>

/** The name of the file must end in .ndjson, or Kibana refuses it. */
function multipart(boundary: string, ndjson: string): Buffer {
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="file"; filename="tally.ndjson"',
    'Content-Type: application/ndjson',
    '',
    '',
  ]
  return Buffer.from(`${head.join('\r\n')}${ndjson}\r\n--${boundary}--\r\n`)
}

function reportOf(url: string, answer: Answer, objects: readonly SavedObject[]): ImportReport {
  if (answer.success && answer.successCount === objects.length) {
    return { imported: objects.map(nameOf), failures: [] }
  }
  const failures = answer.errors.map((error) => `${nameOf(error)}: ${explain(error)}`)
  // A conflict or a missing reference anywhere keeps Kibana from creating anything.
  const isNothingCreated = answer.errors.some(({ error }) => resolvable.includes(error.type))
  const imported = isNothingCreated ? [] : answer.successResults.map(nameOf)
  const counted = `Kibana counts ${answer.successCount} of ${objects.length} objects as imported`
  const nothing = isNothingCreated ? ['nothing was imported, because of these'] : []
  const silent = [`${counted} and names no reason; look at the log of ${new URL(url).origin}`]
  return { imported, failures: failures.length === 0 ? silent : [...failures, ...nothing] }
}

const resolvable = ['conflict', 'ambiguous_conflict', 'missing_references']

function nameOf({ type, id }: { readonly type: string; readonly id: string }): string {
  return `${type} ${id}`
}

function explain({ error }: ImportError): string {
  switch (error.type) {
    case 'missing_references':
      return `refers to ${(error.references ?? []).map(nameOf).join(', ')}, which is not there`
    case 'unsupported_type':
      return 'this Kibana does not know objects of that type'
    case 'conflict':
      return 'another object with this id is there already'
    case 'ambiguous_conflict':
      return 'several objects in other spaces have this origin'
    default:
      return error.message ?? error.type
  }
}

function parseAnswer(url: string, text: string): Answer {
  const parsed = Answer.safeParse(safeJson(text))
  if (parsed.success) return parsed.data
  throw new PipelineError({
    code: 'kibana.rejected',
    message: `What answers at ${new URL(url).origin} is not Kibana's import: ${shorten(text)}`,
    action: 'Check that KIBANA_URL names a Kibana, with its base path, and no login page.',
  })
}

function refusal(url: string, status: number, text: string): PipelineError {
  const isAccess = status === 401 || status === 403
  const isLater = status === 429 || status >= 500
  return new PipelineError({
    code: isAccess ? 'kibana.refused' : isLater ? 'kibana.unreachable' : 'kibana.rejected',
    message: `Kibana at ${new URL(url).origin} answered ${status}: ${reasonIn(text)}`,
    action: isAccess
      ? 'Check KIBANA_API_KEY, or KIBANA_USERNAME and KIBANA_PASSWORD, and the privileges.'
      : isLater
        ? 'Wait until Kibana is ready (GET /api/status) and try again.'
        : 'Check KIBANA_URL; a Kibana older than 7.10 cannot import these objects.',
  })
}

function reasonIn(text: string): string {
  const parsed = z.object({ message: z.string() }).safeParse(safeJson(text))
  return shorten(parsed.success ? parsed.data.message : text)
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return 'nothing'
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
