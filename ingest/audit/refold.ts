import { concreteIndexOf } from '../../contracts/index-definition.ts'
import {
  type Contribution,
  type Decoded,
  type EventDocument,
  type LogRecord,
  type Processor,
  type ReadModel,
} from '../../contracts/processor.ts'
import { recall, remember } from '../id-memory.ts'
import { floorAt, type RetentionFloors } from '../retention/floors.ts'
import { absentState, type StateDocument } from '../state-document.ts'
import { SeenIds } from './seen-ids.ts'
import { SpilledStates, type SpilledStatesLimits } from './spilled-states.ts'

/** A state document as it follows from the log. */
export interface RefoldedState {
  readonly of: 'readModels' | 'activities'
  readonly partition: number
  readonly document: StateDocument
}

/** What follows from one record. */
export type Decision<Event = unknown> =
  | ({ readonly outcome: 'deadLetters' } & Refusal)
  | {
      readonly outcome: 'applied'
      readonly event: Event
      /** Undefined when it is below the floor, and so not kept. */
      readonly document: EventDocument | undefined
      /** Names of the states that it has changed. */
      readonly changed: readonly string[]
    }
  | {
      readonly outcome: 'duplicates'
      readonly event: Event
      /** Where nothing but the id tells a repetition: what stands if it was written first. */
      readonly document: EventDocument | undefined
    }

export type Refusal = Omit<Extract<Decoded<unknown>, { readonly ok: false }>, 'ok'>

interface RefoldOptions<Event> {
  readonly processor: Processor<Event>
  readonly partitions: number
  readonly indexVersion: number
  readonly states?: SpilledStatesLimits | undefined
  /** Of the index version; none unless it is given. */
  readonly floors?: RetentionFloors | undefined
}

/**
 * The fold of a log from its start, record after record, in little memory and without a line of
 * the engine, so that a mistake is not made twice. It takes nothing from the index that is audited:
 * whether an event is a repetition follows from the ids of the log alone.
 *
 * To be closed. Throws PipelineError `disk.full` or `disk.not-writable`.
 */
export class Refold<Event = unknown> {
  readonly #options: RefoldOptions<Event>
  /** By `nameOf`. To be read only. */
  readonly states: SpilledStates<RefoldedState>
  /** Ids of applied events, each with its partition. */
  readonly #applied = new SeenIds()

  readonly #floors: RetentionFloors

  constructor(options: RefoldOptions<Event>) {
    this.#options = options
    this.#floors = options.floors ?? []
    this.states = new SpilledStates(options.states)
  }

  /** To be called with every record of a partition in order; partitions may alternate. */
  fold(record: LogRecord): Decision<Event> {
    const { processor, partitions } = this.#options
    const decoded = processor.decode(record, partitions)
    if (!decoded.ok) {
      const { ok: _, ...refusal } = decoded
      return { outcome: 'deadLetters', ...refusal }
    }
    const { readModel } = processor
    const { event } = decoded
    return readModel === undefined
      ? this.#foldAlone(record, event)
      : this.#foldInto(readModel, record, event)
  }

  close(): void {
    this.states.close()
    this.#applied.close()
  }

  #foldAlone(record: LogRecord, event: Event): Decision<Event> {
    const { eventDocument: document } = this.#options.processor.apply(event, record)
    const id = `${record.partition}/${document.id}`
    if (!this.#applied.add(id)) return { outcome: 'duplicates', event, document }
    const kept = document.time >= floorAt(this.#floors, record.appendTime) ? document : undefined
    return { outcome: 'applied', event, document: kept, changed: [] }
  }

  #foldInto(readModel: ReadModel<Event>, record: LogRecord, event: Event): Decision<Event> {
    const { processor, indexVersion } = this.#options
    const { partition, offset } = record
    const key = Buffer.from(record.key ?? []).toString()
    const index = concreteIndexOf(readModel.index, indexVersion, '')
    const name = nameOf({ index, id: readModel.idOf(key) })
    const { body, memory } = this.states.get(name)?.document ?? absentState
    const identity = readModel.identityOf(event)
    const id = `${partition}/${identity.id}`
    const recollection = recall(memory, identity)
    const isForgotten = () => this.#isForgotten(record, identity.timeMs) || this.#applied.has(id)
    if (recollection === 'duplicate' || (recollection === 'unknown' && isForgotten())) {
      return { outcome: 'duplicates', event, document: undefined }
    }
    const { eventDocument, state, contributions = [] } = processor.apply(event, record, body)
    this.#applied.add(id)
    const document: StateDocument = {
      body: state ?? body,
      lastOffset: offset,
      memory: remember(memory, identity, readModel.idsMax),
    }
    this.states.set(name, { of: 'readModels', partition, document })
    const floor = floorAt(this.#floors, record.appendTime)
    const activities = contributions
      .filter(({ time }) => time >= floor)
      .map((contribution) => this.#contribute(contribution, record))
    const kept = eventDocument.time >= floor ? eventDocument : undefined
    return { outcome: 'applied', event, document: kept, changed: [name, ...activities] }
  }

  /** Whether workers could not tell it from a repetition, as no document of that time was kept. */
  #isForgotten({ appendTime }: LogRecord, timeMs: number): boolean {
    return new Date(timeMs).toISOString() < floorAt(this.#floors, appendTime)
  }

  /** @returns the name of the activity */
  #contribute(contribution: Contribution, record: LogRecord): string {
    const { index, id, time } = contribution
    const { topic, partition, offset } = record
    const concrete = concreteIndexOf(index, this.#options.indexVersion, time)
    const name = nameOf({ index: concrete, id: `${topic}-${partition}-${id}` })
    const { body, memory } = this.states.get(name)?.document ?? absentState
    const document: StateDocument = { body: contribution.addTo(body), lastOffset: offset, memory }
    this.states.set(name, { of: 'activities', partition, document })
    return name
  }
}

/** Where a document is: its concrete index, whose name has no slash, and its id. */
export interface Place {
  readonly index: string
  readonly id: string
}

export function nameOf({ index, id }: Place): string {
  return `${index}/${id}`
}

export function placeOf(name: string): Place {
  const slash = name.indexOf('/')
  return { index: name.slice(0, slash), id: name.slice(slash + 1) }
}
