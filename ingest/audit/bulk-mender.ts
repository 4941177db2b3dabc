import { type ElasticsearchClient, type estypes } from '../../runtime/elasticsearch/connection.ts'
import { delay } from '../../runtime/lifecycle.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type BulkItem, failureOf } from '../bulk-reply.ts'
import { verdictOn } from '../failures.ts'
import { askElasticsearch } from './ask-elasticsearch.ts'
import { type DocumentKind, namedMax } from './finding.ts'
import { type Mender, type Mending } from './mending.ts'
import { ShortMemory } from './short-memory.ts'

/** What became of one document in a repair. */
export interface Repaired {
  readonly did: 'written' | 'deleted' | 'refused'
  readonly of: DocumentKind
  readonly index: string
  readonly id: string
}

/** What a repair did. As it is, it can be written as JSON. */
export interface Repair {
  readonly written: number
  readonly deleted: number
  /** Documents that Elasticsearch does not take. */
  readonly refused: number
  /** The first of them. */
  readonly named: readonly Repaired[]
}

const bytesMax = 4 << 20
const operationsMax = 1000
/** Attempts for what Elasticsearch does not take for now, and the wait between them. */
const attemptsMax = 50
const retryMs = 200

/** Mends by bulks. To be closed, which sends what waits. */
export class BulkMender implements Mender {
  readonly #client: ElasticsearchClient
  readonly #url: string
  readonly #memory: ShortMemory
  readonly #counts = { written: 0, deleted: 0, refused: 0 }
  readonly #named: Repaired[] = []
  #waiting: Mending[] = []
  #bytes = 0

  constructor(client: ElasticsearchClient, url: string) {
    this.#client = client
    this.#url = url
    this.#memory = new ShortMemory(client, url)
  }

  get repair(): Repair {
    return { ...this.#counts, named: this.#named }
  }

  async mend(mending: Mending): Promise<void> {
    this.#waiting.push(mending)
    this.#bytes += mending.do === 'write' ? mending.json.length : 0
    if (this.#bytes >= bytesMax || this.#waiting.length >= operationsMax) await this.#sendAll()
  }

  /** @throws PipelineError `elasticsearch.…` */
  async close(): Promise<void> {
    try {
      await this.#sendAll()
    } finally {
      await this.#memory.restore()
    }
  }

  async #sendAll(): Promise<void> {
    for (let attempt = 1; this.#waiting.length > 0; attempt += 1) {
      if (attempt > attemptsMax) throw notTaken(this.#url, this.#waiting.length)
      if (attempt > 1) await delay(retryMs)
      const mendings = this.#waiting
      this.#waiting = []
      this.#bytes = 0
      await this.#send(mendings)
    }
  }

  /** What is to be tried again, and what follows, waits afterwards. */
  async #send(mendings: readonly Mending[]): Promise<void> {
    const items = await this.#post(mendings.map(linesOf).join(''), mendings.length)
    const outdated: Mending[] = []
    for (const [at, mending] of mendings.entries()) {
      const item = items[at] ?? { status: 0 }
      const { status } = item
      if (isToBeTriedAgain(mending, item)) this.#waiting.push(mending)
      else if (mending.do === 'delete') this.#deleted(mending, status)
      else if (status < 300) this.#written(mending)
      else if (status === 409) outdated.push(mending)
      else this.#note('refused', mending)
    }
    await this.#removeNewer(outdated)
  }

  /**
   * A state document whose version is higher than that of its content would keep workers from
   * writing it ever again; neither does Elasticsearch take back a version, so it goes first.
   */
  async #removeNewer(mendings: readonly Mending[]): Promise<void> {
    if (mendings.length === 0) return
    await this.#memory.shorten(new Set(mendings.map(({ place }) => place.index)))
    const lines = mendings.map(({ of, place }) => linesOf({ do: 'delete', of, place, revision: undefined })) // prettier-ignore
    await this.#post(lines.join(''), mendings.length)
    this.#waiting.push(...mendings)
  }

  #written(mending: Extract<Mending, { do: 'write' }>): void {
    this.#note('written', mending)
    const { refusedAs } = mending
    if (refusedAs === undefined) return
    const letter = { do: 'delete', of: 'deadLetters', place: refusedAs, revision: undefined } as const // prettier-ignore
    this.#waiting.push(letter)
  }

  /** One that is gone, or was written since it was judged, is as it should be. */
  #deleted(mending: Mending, status: number): void {
    if (status < 300) this.#note('deleted', mending)
    else if (status !== 404 && status !== 409) this.#note('refused', mending)
  }

  #note(did: Repaired['did'], { of, place }: Mending): void {
    this.#counts[did] += 1
    if (this.#named.length >= namedMax) return
    this.#named.push({ did, of, index: place.index, id: place.id })
  }

  /** @returns how each operation ended */
  async #post(operations: string, count: number): Promise<readonly BulkItem[]> {
    // As text: the client takes that as it is.
    const request = { operations } as object
    const { items } = await askElasticsearch({ url: this.#url }, 'take documents', () =>
      this.#client.bulk(request),
    )
    if (items.length !== count) throw new Error('a bulk was answered in part')
    return items.map(({ index, delete: deleted }) => itemOf(index ?? deleted))
  }
}

function itemOf(answered: estypes.BulkResponseItem | undefined): BulkItem {
  const { type, reason } = answered?.error ?? {}
  const error = type === undefined ? undefined : { type, reason: reason ?? '' }
  return { status: answered?.status ?? 0, ...(error === undefined ? {} : { error }) }
}

/** As the failure table says, but what is gone need not be deleted. */
function isToBeTriedAgain(mending: Mending, item: BulkItem): boolean {
  const failure = failureOf(item)
  if (failure === undefined || (mending.do === 'delete' && item.status === 404)) return false
  return verdictOn(failure).action === 'retry'
}

function linesOf(mending: Mending): string {
  const { index, id } = mending.place
  const action = { _index: index, _id: id }
  if (mending.do === 'delete') {
    const { seqNo, primaryTerm } = mending.revision ?? {}
    return `${JSON.stringify({ delete: { ...action, if_seq_no: seqNo, if_primary_term: primaryTerm } })}\n`
  }
  const { version } = mending
  const versioned = version === undefined ? {} : { version, version_type: 'external_gte' }
  return `${JSON.stringify({ index: { ...action, ...versioned } })}\n${mending.json}\n`
}

function notTaken(url: string, count: number): PipelineError {
  return new PipelineError({
    code: 'elasticsearch.unreachable',
    message: `Elasticsearch at ${url} did not take ${count} documents in ${attemptsMax} attempts.`,
    action: 'Look at the state of its indices, then run `tally audit --repair` again.',
  })
}
