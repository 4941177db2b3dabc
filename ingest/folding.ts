import { concreteIndexOf } from '../contracts/index-definition.ts'
import {
  type Contribution,
  type Effects,
  type LogRecord,
  type Processor,
  type ReadModel,
} from '../contracts/processor.ts'
import { type BulkOperation, eventOperation } from './bulk-operation.ts'
import { type DeadLetter } from './dead-letters/dead-letter-forms.ts'
import { type Decoded, type DecodedRecords, decodeRecords } from './decode-records.ts'
import { noFloor } from './retention/floors.ts'
import { type KnownFloors } from './retention/known-floors.ts'
import { type EventIdentity, remember } from './id-memory.ts'
import { type LimitsOfStates } from './limits.ts'
import { Repetitions } from './repetitions.ts'
import { type Span } from './run.ts'
import { type DocumentPlace, StateCache, type StateEntry } from './state-cache.ts'
import { type ReadFor, type StateStore } from './state-store.ts'

export interface FoldingOptions {
  readonly processor: Processor
  readonly indexVersion: number
  readonly partitionCount: number
  readonly writer: { add(operation: BulkOperation): void }
  readonly deadLetters: { add(letter: DeadLetter): void }
  readonly store: StateStore
  /** Undefined: every document is kept. */
  readonly floors?: Pick<KnownFloors, 'floorAt'> | undefined
  readonly stateCache: LimitsOfStates
  readonly stateChanges: LimitsOfStates
  /** Whether the fold begins with the first record of its partition. */
  readonly isFromLogStart: boolean
}

/** What a checkpoint writes: state documents as they were at one offset. */
export interface StateChanges {
  readonly activities: readonly StateEntry[]
  readonly readModels: readonly StateEntry[]
}

interface PendingContribution {
  readonly place: DocumentPlace
  readonly offset: number
  readonly contribution: Contribution
}

/**
 * The fold of one run: records in order → event documents, read models and activity documents, as
 * rules 5, 6 and 7 of the protocol say (docs/delivery.md).
 *
 * It belongs to one run and begins empty; two runs share nothing.
 */
export class Folding {
  readonly readModels: StateCache
  readonly activities: StateCache
  readonly #options: FoldingOptions
  readonly #repetitions: Repetitions

  constructor(options: FoldingOptions) {
    this.#options = options
    const { stateCache, isFromLogStart, store } = options
    this.#repetitions = new Repetitions(store)
    this.readModels = new StateCache(stateCache.readModels, isFromLogStart)
    this.activities = new StateCache(stateCache.activities, isFromLogStart)
  }

  /** Looks at consecutive records; nothing of it is written or remembered. */
  decode(records: readonly LogRecord[]): DecodedRecords {
    const { processor, partitionCount } = this.#options
    return decodeRecords(processor, records, partitionCount)
  }

  /**
   * Applies consecutive records.
   *
   * @returns false when the run ended meanwhile; then nothing of it may be checkpointed, and the
   * records that it has not come to are abandoned
   */
  async apply({ events: decoded, refused }: DecodedRecords, span: Span): Promise<boolean> {
    const { readModel } = this.#options.processor
    const receipt = span.deadLettered
    for (const each of refused) this.#options.deadLetters.add({ ...each, receipt })
    if (readModel === undefined) {
      for (const each of decoded) this.#applyAlone(each, span)
      return true
    }
    return this.#applyToState(decoded, span, readModel)
  }

  /** What has changed since it was last taken; to be told by `written` when it is durable. */
  takeChanges(): StateChanges {
    return { activities: this.activities.takeChanged(), readModels: this.readModels.takeChanged() }
  }

  /** How much has changed since it was last taken, of what may; above 1 it is too much. */
  get changesShare(): number {
    const { activities, readModels } = this.#options.stateChanges
    return Math.max(
      this.activities.changesShareOf(activities),
      this.readModels.changesShareOf(readModels),
    )
  }

  #applyAlone({ record, event }: Decoded, span: Span): void {
    const { processor, writer, indexVersion } = this.#options
    const { eventDocument } = processor.apply(event, record)
    if (eventDocument.time < this.#floorOf(record)) span.settle('filtered', 1)
    else writer.add(eventOperation(eventDocument, { record, span, indexVersion }))
  }

  async #applyToState(
    decoded: readonly Decoded[],
    span: Span,
    readModel: ReadModel,
  ): Promise<boolean> {
    const { store } = this.#options
    const reader = readFor(span)
    this.#repetitions.letGo(span.run.durableOffset)
    const places = decoded.map(({ key }) => this.#placeOf(readModel, key))
    const entries = await store.entriesOf(this.readModels, places, reader)
    if (entries === undefined) {
      span.abandon(decoded.length)
      return false
    }
    const pending = await this.#foldAll(decoded, entries, { span, readModel, reader })
    if (pending === undefined) return false
    // Only now: an activity that is older than a read model in use would lose what that one skips.
    const activities = await store.entriesOf(this.activities, pending.map(({ place }) => place), reader) // prettier-ignore
    if (activities === undefined) return false
    for (const [at, entry] of activities.entries()) this.#contribute(entry, pending[at])
    this.readModels.evict()
    this.activities.evict()
    return true
  }

  /**
   * Waits for a look at the store only where it has to: a promise for each event would cost more
   * than what is done with it.
   *
   * @returns what the records add to activities; undefined when the run has ended
   */
  async #foldAll(
    decoded: readonly Decoded[],
    entries: readonly StateEntry[],
    context: FoldContext,
  ): Promise<readonly PendingContribution[] | undefined> {
    const { span, readModel, reader } = context
    const pending: PendingContribution[] = []
    for (let at = 0; at < decoded.length; at++) {
      const [each, entry] = [decoded[at], entries[at]]
      if (each === undefined || entry === undefined) break
      if (this.#isSkipped(each, entry, span)) continue
      const { event, record } = each
      const identity = readModel.identityOf(event)
      const effects = this.#options.processor.apply(event, record, entry.document.body)
      let isRepeated = this.#isKnown(entry, identity, { effects, record })
      isRepeated ??= await this.#repetitions.isStored(this.#eventPlaceOf(effects), record, reader)
      if (isRepeated === undefined) {
        span.abandon(decoded.length - at)
        return undefined
      }
      if (isRepeated) span.settle('duplicate', 1)
      else this.#fold({ record, entry, identity, effects, pending }, context)
    }
    return pending
  }

  /** Undefined when only the store can tell. */
  #isKnown(
    { document }: StateEntry,
    identity: EventIdentity,
    { effects, record }: Pick<Folded, 'effects' | 'record'>,
  ): boolean | undefined {
    const isKnown = this.#repetitions.isKnown(document.memory, identity)
    if (isKnown !== undefined || effects.eventDocument.time >= this.#floorOf(record)) return isKnown
    // Its document is not kept, so nothing could tell: it is taken for the repetition it may be.
    return true
  }

  #isSkipped({ record }: Decoded, { document }: StateEntry, span: Span): boolean {
    if (document.lastOffset < record.offset) return false
    span.settle('skipped', 1)
    // Forget on skip: whoever wrote that state had written the activities before it.
    this.activities.forget()
    return true
  }

  #fold(
    { record, entry, identity, effects, pending }: Folded,
    { span, readModel }: FoldContext,
  ): void {
    const { writer, indexVersion } = this.#options
    const { document } = entry
    const floor = this.#floorOf(record)
    if (effects.eventDocument.time < floor) span.settle('filtered', 1)
    else {
      writer.add(eventOperation(effects.eventDocument, { record, span, indexVersion }))
      this.#repetitions.take(identity, record.offset)
    }
    this.readModels.change(entry, {
      body: effects.state ?? document.body,
      lastOffset: record.offset,
      memory: remember(document.memory, identity, readModel.idsMax),
    })
    this.#addPending(pending, effects, record)
  }

  /** What is older is not kept, of what follows from this record. */
  #floorOf({ appendTime }: LogRecord): string {
    return this.#options.floors?.floorAt(appendTime) ?? noFloor
  }

  #addPending(
    pending: PendingContribution[],
    { contributions = [] }: Effects,
    record: LogRecord,
  ): void {
    const { topic, partition, offset } = record
    const floor = this.#floorOf(record)
    for (const contribution of contributions) {
      if (contribution.time < floor) continue
      const index = concreteIndexOf(contribution.index, this.#options.indexVersion, contribution.time) // prettier-ignore
      const place = { index, id: `${topic}-${partition}-${contribution.id}` }
      pending.push({ place, offset, contribution })
    }
  }

  #contribute(entry: StateEntry, pending: PendingContribution | undefined): void {
    if (pending === undefined) return
    const { offset, contribution } = pending
    const { body, lastOffset, memory } = entry.document
    if (lastOffset >= offset) return
    this.activities.change(entry, { body: contribution.addTo(body), lastOffset: offset, memory })
  }

  #eventPlaceOf({ eventDocument: { index, id, time } }: Effects): DocumentPlace {
    return { index: concreteIndexOf(index, this.#options.indexVersion, time), id }
  }

  #placeOf(readModel: ReadModel, key: string): DocumentPlace {
    const index = concreteIndexOf(readModel.index, this.#options.indexVersion, '')
    return { index, id: readModel.idOf(key) }
  }
}

interface FoldContext {
  readonly span: Span
  readonly readModel: ReadModel
  readonly reader: ReadFor
}

/** A record that was never applied before, and what follows from it. */
interface Folded {
  readonly record: LogRecord
  readonly entry: StateEntry
  readonly identity: EventIdentity
  readonly effects: Effects
  readonly pending: PendingContribution[]
}

/** What is read for records of a span. */
export function readFor(span: Span): ReadFor {
  return {
    get isEnded() {
      return span.run.isEnded
    },
    delayed: () => {
      span.isDelayed = true
    },
  }
}
