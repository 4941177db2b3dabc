import { type DeadLetterCode, deadLetterCodes } from '../../contracts/dead-letter.ts'
import { documentSchemaOf } from '../../contracts/document-schema.ts'
import { bankActivity, type BankEvent } from '../../contracts/events/bank-activity.ts'
import { concreteIndexOf, type IndexDefinition } from '../../contracts/index-definition.ts'
import { customers } from '../../contracts/indices/customers.ts'
import { deadLetters } from '../../contracts/indices/dead-letters.ts'
import { limits } from '../../contracts/limits.ts'
import { type Decoded, type Effects, type LogRecord, type StateBody } from '../../contracts/processor.ts' // prettier-ignore
import { bankProcessor, defaultFoldSettings } from '../../enrich/bank.ts'
import { messageOf, operationOf } from '../../ingest/dead-letters/dead-letter-forms.ts'
import { canary } from './mutate-text.ts'

/** What came of a record: an event with its documents, or a dead letter. */
export type Outcome = 'event' | DeadLetterCode

/** The documents that a record is folded into. */
export interface StatesBefore {
  readonly customer: StateBody | undefined
  /** By id of the window. */
  readonly windows: Readonly<Record<string, StateBody | undefined>>
}

/** What came of a record, and the state documents afterwards. */
export interface Judged {
  readonly outcome: Outcome
  readonly customer?: readonly [id: string, body: StateBody]
  readonly windows: readonly (readonly [id: string, body: StateBody])[]
  /** Of an event, as it goes into its index. */
  readonly document?: { readonly index: IndexDefinition; readonly body: object }
}

/** A record came to something that it must not come to. */
export class Fault extends Error {
  override readonly name = 'Fault'
}

const processor = bankProcessor(defaultFoldSettings)
const documentSchemas = new Map(processor.indices.map((index) => [index, documentSchemaOf(index)]))
const letterSchema = documentSchemaOf(deadLetters)
const reasonLengthMax = 300
/**
 * State documents are held against their mapping, and written and read, with every fourth record:
 * they grow with each other, so what is wrong with one stays. It takes most of the time.
 */
const stateCheckEvery = 4
/** A state is read and written whole with each event of its key. */
const documentBytesMax = 64 * 1024
const refused = { stage: 'decode', attempts: 1, receipt: { durable: () => undefined, delayed: () => undefined } } as const // prettier-ignore

/**
 * Decodes and folds a record as a worker does, and holds what comes of it against the contracts.
 *
 * @throws Fault where it breaks one of them; what decode or fold throw, which they must not
 */
export function judge(
  record: LogRecord,
  statesOf: (event: BankEvent, windowIds: readonly string[]) => StatesBefore,
): Judged {
  const decoded = processor.decode(record, bankActivity.partitions)
  if (!decoded.ok) {
    checkLetter(record, decoded)
    return { outcome: decoded.code, windows: [] }
  }
  const { event } = decoded
  const isWhole = record.offset % stateCheckEvery === 0
  const { customer } = statesOf(event, [])
  const effects = processor.apply(event, record, customer)
  const ids = (effects.contributions ?? []).map(({ id }) => id)
  const { windows } = statesOf(event, ids)
  return documentsOf(effects, event, { windows, isWhole })
}

function checkLetter(record: LogRecord, refusal: Extract<Decoded<BankEvent>, { ok: false }>) {
  const { code, reason, eventId } = refusal
  must(code in deadLetterCodes, `the code ${code} is not known`)
  must(reason.length <= reasonLengthMax, `the explanation has ${reason.length} characters`)
  const letter = { ...refused, record, code, reason, eventId }
  const { lines } = operationOf(letter, 1)
  const [, document = ''] = lines.split('\n')
  must(!lines.includes(canary), `the dead letter repeats what the record holds`)
  checkDocument(letterSchema, JSON.parse(document), 'dead letter')
  const { headers = {} } = messageOf(letter)
  const isBytes = Object.values(headers).every((each) => typeof each === 'string' || Buffer.isBuffer(each)) // prettier-ignore
  must(isBytes, 'a header of the dead letter is not bytes')
}

function documentsOf(
  { eventDocument, state, contributions = [] }: Effects,
  { subject }: BankEvent,
  { windows: before, isWhole }: { readonly windows: StatesBefore['windows']; readonly isWhole: boolean }, // prettier-ignore
): Judged {
  const { index, id, time, body } = eventDocument
  check(index, body, time)
  must(Buffer.byteLength(id) <= limits.eventIdLength, `the id of the document is ${id}`)
  const stored = isWhole ? asStored : asItIs
  const customer = state && stored(customers, state)
  const windows = contributions.map((added) => {
    const window = stored(added.index, added.addTo(before[added.id]), added.time)
    return [added.id, window] as const
  })
  return {
    outcome: 'event',
    windows,
    document: { index, body },
    ...(customer && { customer: [subject, customer] as const }),
  }
}

function asItIs(_index: IndexDefinition, body: StateBody): StateBody {
  return body
}

/** As a worker reads it from the index again. */
function asStored(index: IndexDefinition, body: StateBody, time?: string): StateBody {
  const text = JSON.stringify(body)
  must(text.length <= documentBytesMax, `a document of ${index.name} has ${text.length} characters`)
  check(index, { ...body, fold: { last_offset: 1 } }, time)
  return JSON.parse(text) as StateBody
}

const indexName = /^tally-[a-z-]+-v1(-\d{4}\.\d{2})?$/

function check(index: IndexDefinition, body: object, time = '2026-11-21T00:00:00.000Z'): void {
  const name = concreteIndexOf(index, 1, time)
  must(indexName.test(name), `the index would be called ${name}`)
  const schema = documentSchemas.get(index)
  must(schema !== undefined, `${index.name} is no index of the processor`)
  if (schema !== undefined) checkDocument(schema, body, index.name)
}

function checkDocument(
  schema: ReturnType<typeof documentSchemaOf>,
  body: unknown,
  name: string,
): void {
  const parsed = schema.safeParse(body)
  if (parsed.success) return
  const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Fault(`the mapping would refuse a document of ${name}: ${fields.join('; ')}`)
}

function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Fault(otherwise)
}
