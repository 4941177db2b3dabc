import { randomUUID } from 'node:crypto'
import { PipelineError } from '../runtime/problem.ts'
import { answerTimeoutMs, postToKibana } from './kibana-request.ts'
import { type Kibana } from './kibana/connect.ts'
import { type ImportedObject, readImportAnswer } from './kibana/import-answer.ts'
import { kibanaRefusal } from './kibana/refusal.ts'
import { nameOf, type ObjectName } from './kibana/stored-object.ts'

/**
 * Imports objects into a Kibana, over those with the same ids; others are not touched. Doing it
 * again changes nothing.
 *
 * @param ndjson one object a line, which are these
 * @param mayWrite says of an id whether it may be written; a single one that may not keeps all out
 * @returns what became of each object, in their order.
 * @throws PipelineError `dashboards.invalid` for what is not sent at all; `kibana.unreachable`,
 * `kibana.refused` or `kibana.rejected` when Kibana did not take the file.
 */
export async function importObjects(
  { server }: Kibana,
  { objects, ndjson, mayWrite }: ImportFile,
): Promise<ImportedObject[]> {
  refuseOthers(objects, mayWrite)
  const boundary = `tally-${randomUUID()}`
  const body = multipart(boundary, ndjson)
  refuseTooMuch(objects.length, body.length)
  const answer = await postToKibana(server, {
    path: '/api/saved_objects/_import?overwrite=true',
    contentType: `multipart/form-data; boundary=${boundary}`,
    body,
    timeoutMs: answerTimeoutMs,
  })
  if (answer.status !== 200) throw kibanaRefusal(server, answer)
  return readImportAnswer(server, answer.text, objects)
}

interface ImportFile {
  readonly objects: readonly ObjectName[]
  readonly ndjson: string
  readonly mayWrite: (id: string) => boolean
}

/** The limits of a Kibana that was not told others. */
const limits = { bytesMax: 26_214_400, objectsMax: 10_000 }

function refuseOthers(objects: readonly ObjectName[], mayWrite: (id: string) => boolean): void {
  const other = objects.find(({ id }) => !mayWrite(id))
  if (other === undefined) return
  throw new PipelineError({
    code: 'dashboards.invalid',
    message: `${nameOf(other)} is not ours: the ids of what is imported begin with tally-.`,
    action: 'Import objects of your own in Kibana: Stack Management, Saved Objects, Import.',
  })
}

function refuseTooMuch(count: number, bytes: number): void {
  if (count <= limits.objectsMax && bytes <= limits.bytesMax) return
  throw new PipelineError({
    code: 'dashboards.invalid',
    message: `${count} objects of ${bytes} bytes are more than Kibana imports at once: ${limits.objectsMax} and ${limits.bytesMax}.`,
    action: 'Import them in parts, with --dashboard.',
  })
}

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
