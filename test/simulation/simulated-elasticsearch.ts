import { type BulkEndpoint } from '../../ingest/bulk-endpoint.ts'
import { type BulkReply } from '../../ingest/bulk-reply.ts'
import { type DocumentPlace } from '../../ingest/state-cache.ts'
import { type StateReader, type StoredDocument } from '../../ingest/state-reader.ts'
import { PipelineError } from '../../runtime/problem.ts'
import {
  answer,
  type Document,
  documentsIn,
  failed,
  FakeElasticsearch,
} from '../fake-elasticsearch.ts'
import { type Chance } from './chance.ts'

interface BulkUnderWay {
  readonly operations: readonly Document[]
  /** Of each operation, once it has been applied. */
  readonly items: (object | undefined)[]
  /** Whatever comes after it is mostly done before it. */
  readonly isSlow: boolean
  /** Undefined when nobody waits for the answer any more. */
  tell: ((reply: BulkReply) => void) | undefined
}

interface ReadUnderWay {
  readonly places: readonly DocumentPlace[]
  readonly tell: (found: readonly (StoredDocument | undefined)[]) => void
  readonly fail: (error: Error) => void
}

/**
 * An Elasticsearch in which everything that is under way moves only when the simulation says so, one
 * document at a time and in any order. A request that nobody waits for any more goes on being
 * applied, as the requests of a process that was killed do.
 */
export class SimulatedElasticsearch {
  readonly store = new FakeElasticsearch()
  readonly #chance: Chance
  #bulks: BulkUnderWay[] = []
  #reads: ReadUnderWay[] = []

  constructor(chance: Chance) {
    this.#chance = chance
  }

  get isQuiet(): boolean {
    return this.#bulks.length === 0 && this.#reads.length === 0
  }

  /** A connection of one process; after `cut` nothing of it is answered and nothing new is taken. */
  connect(): BulkEndpoint & StateReader & { cut(): void } {
    let isCut = false
    const own: BulkUnderWay[] = []
    const ownReads = new Set<ReadUnderWay>()
    return {
      url: this.store.url,
      post: (body) =>
        new Promise((tell) => {
          if (isCut) return
          const operations = documentsIn(body)
          const items = operations.map(() => undefined)
          const bulk = { operations, items, isSlow: this.#chance.isTrue(0.1), tell }
          own.push(bulk)
          this.#bulks.push(bulk)
        }),
      read: (places) =>
        new Promise((tell, fail) => {
          if (isCut) return
          const read = { places, tell, fail }
          ownReads.add(read)
          this.#reads.push(read)
        }),
      cut: () => {
        isCut = true
        for (const bulk of own) bulk.tell = undefined
        this.#reads = this.#reads.filter((read) => !ownReads.has(read))
      },
    }
  }

  /** Moves something that is under way. */
  move(): void {
    const isRead = this.#reads.length > 0 && (this.#bulks.length === 0 || this.#chance.isTrue(0.4))
    if (isRead) this.#moveRead()
    else this.#moveBulk()
  }

  /** Applies and answers whatever is under way, of those that still wait. */
  settle(): void {
    for (const { places, tell } of this.#reads.splice(0)) tell(places.map((place) => this.store.find(place))) // prettier-ignore
    for (const bulk of this.#bulks.filter(({ tell }) => tell !== undefined)) {
      this.#applyAll(bulk)
      this.#answer(bulk)
    }
  }

  /** Applies what was left behind by those who are gone. */
  applyLeftovers(): void {
    for (const bulk of this.#bulks) this.#applyAll(bulk)
    this.#bulks = []
  }

  #moveRead(): void {
    const [read] = this.#reads.splice(this.#chance.below(this.#reads.length), 1)
    if (read === undefined) return
    if (this.#chance.isTrue(0.1)) read.fail(timedOut())
    else read.tell(read.places.map((place) => this.store.find(place)))
  }

  #moveBulk(): void {
    const bulk = this.#chance.pick(this.#bulks)
    if (bulk === undefined || (bulk.isSlow && this.#chance.isTrue(0.9))) return
    const open = [...bulk.items.keys()].filter((at) => bulk.items[at] === undefined)
    if (open.length === 0) this.#answer(bulk)
    else if (bulk.tell !== undefined && this.#chance.isTrue(0.06)) this.#lose(bulk)
    else for (let steps = 1 + this.#chance.below(4); steps > 0; steps -= 1) this.#applyOne(bulk)
  }

  #applyOne(bulk: BulkUnderWay): void {
    const open = [...bulk.items.keys()].filter((at) => bulk.items[at] === undefined)
    const at = this.#chance.pick(open)
    const operation = at === undefined ? undefined : bulk.operations[at]
    if (at !== undefined && operation !== undefined) bulk.items[at] = this.store.write(operation)
  }

  #applyAll(bulk: BulkUnderWay): void {
    for (const [at, operation] of bulk.operations.entries()) {
      bulk.items[at] ??= this.store.write(operation)
    }
  }

  /** The answer never comes; what is not applied yet may be later. */
  #lose(bulk: BulkUnderWay): void {
    bulk.tell?.(failed({ status: undefined, type: 'timed-out' }))
    bulk.tell = undefined
  }

  #answer(bulk: BulkUnderWay): void {
    this.#bulks = this.#bulks.filter((each) => each !== bulk)
    const isLost = this.#chance.isTrue(0.08)
    const reply = isLost ? failed({ status: undefined, type: 'timed-out' }) : answer(bulk.items.filter((item) => item !== undefined)) // prettier-ignore
    bulk.tell?.(reply)
  }
}

function timedOut(): PipelineError {
  return new PipelineError({
    code: 'elasticsearch.unreachable',
    message: 'No answer in time, says the simulation.',
    action: 'Nothing: this is a test.',
  })
}
