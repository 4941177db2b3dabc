import { type DeadLetterCode } from './dead-letter.ts'
import { type IndexDefinition } from './index-definition.ts'
import { type EpochMs } from './time.ts'
import { type Topic } from './topic.ts'

/** One record of the log, as the broker gave it. */
export interface LogRecord {
  readonly topic: string
  readonly partition: number
  /** Kafka's 64 bits, which stay within the safe integers for 285,000 years at 1,000 a second. */
  readonly offset: number
  /** When the broker appended it, by the broker's clock. */
  readonly appendTime: EpochMs
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: Readonly<Record<string, Uint8Array | readonly Uint8Array[] | undefined>>
}

/** A record that is an event, or why it is none. Bad data is a value, never an exception. */
export type Decoded<Event> =
  | { readonly ok: true; readonly event: Event }
  | {
      readonly ok: false
      readonly code: DeadLetterCode
      /** What was expected and where, in words; never a value of the record. */
      readonly reason: string
      /** The event's id, where it could be read. */
      readonly eventId?: string
    }

/** The document that stands for one event. Written once, by `create`, under the event's id. */
export interface EventDocument {
  readonly index: IndexDefinition
  readonly id: string
  /** Event time, UTC with milliseconds: it chooses the concrete index. */
  readonly time: string
  readonly body: object
}

/**
 * What an event adds to an aggregate of its partition: one document per window and dimensions.
 *
 * Adding is associative in effect: the document holds every contribution of the partition's log up
 * to an offset, whichever workers added them.
 */
export interface Contribution {
  readonly index: IndexDefinition
  /** Of window and dimensions; the engine puts topic and partition before it. */
  readonly id: string
  /** Begin of the window, UTC with milliseconds: it chooses the concrete index. */
  readonly time: string
  /**
   * The document with this contribution.
   *
   * @param body what it was before, as JSON; undefined = the first contribution
   */
  addTo(body: StateBody | undefined): StateBody
}

/** What a state document holds beside the engine's own `fold`: plain JSON. */
export type StateBody = Readonly<Record<string, unknown>>

/** What follows from one event. */
export interface Effects {
  readonly eventDocument: EventDocument
  /** State of the event's key from now on; undefined = as it was. Needs a `readModel`. */
  readonly state?: StateBody | undefined
  /** At most one for each document. Needs a `readModel`, which says what was counted already. */
  readonly contributions?: readonly Contribution[]
}

/** The state that a processor keeps for each key, which is also what analysts look up. */
export interface ReadModel<Event = unknown> {
  readonly index: IndexDefinition
  /** Id of the document for a key. */
  idOf(key: string): string
  /** Identity and time by which an event is told from a repetition of it. */
  identityOf(event: Event): { readonly id: string; readonly timeMs: number }
  /** Ids that a state remembers; an older event is looked up by its document. */
  readonly idsMax: number
}

/**
 * Settings that change what the fold makes of a log. They are written to `tally-meta`, and a worker
 * with others refuses to go on: the same index would then hold two different functions of the log.
 */
export interface FoldSettings {
  /** Events before this day (UTC) are dead letters: `2015-01-01`. */
  readonly firstDay: string
  /** How much later than its append time an event may claim to have happened, in ms. */
  readonly futureToleranceMs: number
  /** Identity of the tables of reference data, as the processor states it. */
  readonly referenceDataHash?: string
}

/**
 * The port between the delivery engine and a stream: a pure fold over one partition's log.
 *
 * The same records in the same order give the same effects, on any machine, at any time, so that a
 * replay decides the same. No I/O, no clock, no random number.
 */
export interface Processor<Event = unknown> {
  readonly name: string
  /** Raised whenever the same log would give other documents; a rebuild follows. */
  readonly version: number
  readonly settings: FoldSettings
  readonly topics: readonly Topic[]
  /** Every index that it writes to; those with a `fold` hold state documents. */
  readonly indices: readonly IndexDefinition[]
  /**
   * The door: bytes to a validated event. Never throws for what a record holds.
   *
   * @param partitionCount of the record's topic, to check that the key is where it belongs
   */
  decode(record: LogRecord, partitionCount: number): Decoded<Event>
  /** Undefined: every event stands for itself, and only its document is written. */
  readonly readModel?: ReadModel<Event> | undefined
  /**
   * Applies one event. Total: every decoded event has effects. A repetition never comes here.
   *
   * @param state of the event's key before it, as JSON; undefined = none yet
   */
  apply(event: Event, record: LogRecord, state?: StateBody): Effects
  /** The fold of one of its topics, where each has its own; undefined: this one folds all of them. */
  readonly partOf?: (topic: string) => Processor
}

/** The fold of a topic. A run is of one partition, so no run needs another. */
export function partOf(processor: Processor, topic: string): Processor {
  return processor.partOf?.(topic) ?? processor
}
