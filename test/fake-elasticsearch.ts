import { type BulkEndpoint } from '../ingest/bulk-endpoint.ts'
import { type BulkReply, readBulkAnswer } from '../ingest/bulk-reply.ts'
import { type DocumentPlace } from '../ingest/state-cache.ts'
import { type StateReader, type StoredDocument } from '../ingest/state-reader.ts'
import { type NoAnswerType } from '../ingest/failures.ts'
import { PipelineError } from '../runtime/problem.ts'

/** One bulk request as the fake saw it. */
export interface FakeRequest {
  readonly ids: readonly string[]
  readonly bytes: number
}

export interface Document {
  readonly index: string
  readonly id: string
  readonly source: string
  /** Undefined: to be created, and not if it is there. */
  readonly version?: number | undefined
}

/** How a request is answered: it sees the documents and says what is written and what is told. */
type FakeAnswer = (
  documents: readonly Document[],
  store: FakeElasticsearch,
) => BulkReply | Promise<BulkReply>

/**
 * An Elasticsearch that knows `create`, `index` with external versions and `mget`. Each bulk request
 * takes the next answer of the script; without one everything is taken.
 */
export class FakeElasticsearch implements BulkEndpoint, StateReader {
  readonly url = 'http://elasticsearch.test:9200'
  readonly requests: FakeRequest[] = []
  readonly documents = new Map<string, string>()
  readonly #versions = new Map<string, number>()
  inFlight = 0
  readonly #script: FakeAnswer[] = []

  get ids(): string[] {
    return [...this.documents.keys()].map((key) => key.slice(key.indexOf('/') + 1))
  }

  /** Answers for the next requests, in their order. */
  script(...answers: readonly FakeAnswer[]): void {
    this.#script.push(...answers)
  }

  async post(body: Buffer, operationCount: number): Promise<BulkReply> {
    const documents = documentsIn(body)
    if (documents.length !== operationCount) throw new Error('the count does not fit the body')
    this.requests.push({ ids: documents.map(({ id }) => id), bytes: body.length })
    const answer = this.#script.shift() ?? takesAll()
    this.inFlight += 1
    try {
      return await answer(documents, this)
    } finally {
      this.inFlight -= 1
    }
  }

  /** Reads wait behind it. */
  readGate: Gate | undefined

  async read(places: readonly DocumentPlace[]): Promise<readonly (StoredDocument | undefined)[]> {
    await this.readGate?.opened
    return places.map((place) => this.find(place))
  }

  find({ index, id }: DocumentPlace): StoredDocument | undefined {
    const source = this.documents.get(`${index}/${id}`)
    if (source === undefined) return undefined
    return { source: JSON.parse(source) as StoredDocument['source'], length: source.length }
  }

  /** Writes one, unless it is there: the same, or as new a version. */
  write({ index, id, source, version }: Document): object {
    const key = `${index}/${id}`
    const known = this.#versions.get(key) ?? (this.documents.has(key) ? Infinity : -1)
    if (known >= (version ?? 0)) return itemOf(409, 'version_conflict_engine_exception')
    this.documents.set(key, source)
    if (version !== undefined) this.#versions.set(key, version)
    return { create: { status: 201 } }
  }
}

export function takesAll(): FakeAnswer {
  return (documents, store) => {
    const items = documents.map((document) => store.write(document))
    return answer(items)
  }
}

/** Takes the documents except those of these ids, which fail by themselves. */
export function refuses(
  failures: Readonly<Record<string, readonly [status: number, type: string]>>,
): FakeAnswer {
  return (documents, store) =>
    answer(
      documents.map((document) => {
        const failure = failures[document.id]
        return failure === undefined ? store.write(document) : itemOf(...failure)
      }),
    )
}

/** Fails as a whole, before anything is written. */
export function fails(status: number, type?: string): FakeAnswer {
  return () => failed({ status, type })
}

export function givesNoAnswer(type: NoAnswerType): FakeAnswer {
  return () => failed({ status: undefined, type })
}

/** Finds a request too large, unless there is one document in it. */
export function findsTooLarge(): FakeAnswer {
  return (documents, store) => {
    const answerOf = documents.length > 1 ? fails(413) : takesAll()
    return answerOf(documents, store)
  }
}

/** Writes everything, and the answer is lost on its way. */
export function losesItsAnswer(): FakeAnswer {
  return async (documents, store) => {
    await takesAll()(documents, store)
    return failed({ status: undefined, type: 'timed-out' })
  }
}

/** Takes notice of all but the last document, and answers as if there were none. */
export function answersShort(): FakeAnswer {
  return (documents, store) => {
    const items = documents.slice(0, -1).map((document) => store.write(document))
    return readBulkAnswer({ errors: false, items }, documents.length)
  }
}

/** What answers wait behind until the test opens it. */
export class Gate {
  open: () => void = () => undefined
  readonly opened: Promise<void> = new Promise((resolve) => {
    this.open = resolve
  })
}

/** Answers when the gate is opened, and as the other answer says. */
export function behind(gate: Gate, then: FakeAnswer = takesAll()): FakeAnswer {
  return async (documents, store) => {
    await gate.opened
    return then(documents, store)
  }
}

export function answer(items: readonly object[]): BulkReply {
  const errors = items.some((item) => JSON.stringify(item).includes('"error"'))
  return readBulkAnswer({ errors, items }, items.length)
}

function itemOf(status: number, type: string): object {
  return { create: { status, error: { type, reason: `because of ${type}` } } }
}

export function failed(what: { status: number | undefined; type: string | undefined }): BulkReply {
  const isRefusal = what.status === 401 || what.status === 403
  const error = new PipelineError({
    code: isRefusal ? 'elasticsearch.refused' : 'elasticsearch.rejected',
    message: `scripted ${what.status ?? ''} ${what.type ?? ''}`,
    action: 'Nothing: this is a test.',
  })
  return { kind: 'failed', error, failure: { level: 'request', reason: undefined, ...what } }
}

/** The operations of a bulk body. */
export function documentsIn(body: Buffer): Document[] {
  const lines = body.toString().split('\n')
  if (lines.pop() !== '') throw new Error('a bulk body ends with a newline')
  const documents: Document[] = []
  for (let at = 0; at < lines.length; at += 2) {
    const [action] = Object.values(JSON.parse(lines[at] ?? '') as Record<string, Action>)
    if (action === undefined) throw new Error('an action line names no action')
    const source = lines[at + 1] ?? ''
    JSON.parse(source)
    documents.push({ index: action._index, id: action._id, source, version: action.version })
  }
  return documents
}

interface Action {
  readonly _index: string
  readonly _id: string
  readonly version?: number
}
