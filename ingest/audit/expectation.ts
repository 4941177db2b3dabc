import { deadLetterIdOf } from '../../contracts/dead-letter.ts'
import { replaysOf } from '../../contracts/dead-letter-replay.ts'
import { concreteIndexOf } from '../../contracts/index-definition.ts'
import { deadLetters, type DeadLetterDocument } from '../../contracts/indices/dead-letters.ts'
import { type EventDocument, type LogRecord } from '../../contracts/processor.ts'
import { isBelow } from '../retention/floors.ts'
import { isSame } from './canonical.ts'
import { type RecordDocument } from './indexed-documents.ts'
import { type Decision, nameOf, type Place, type Refusal } from './refold.ts'

/** A record and what follows from it. */
export interface Folded<Event = unknown> {
  readonly record: LogRecord
  readonly decision: Decision<Event>
}

/** The document that must stand for a record. */
export interface Expected {
  readonly of: 'events' | 'deadLetters'
  readonly place: Place
  readonly partition: number
  readonly offset: number
  readonly json: string
}

/** By offset, what must stand for the records of a window. */
export interface Expectation {
  readonly events: Map<number, Expected>
  /** Of repetitions, where only the id tells them: what stands if this one was written first. */
  readonly copies: Map<number, Expected>
  readonly deadLetters: Map<number, Expected>
}

/** @param floor nothing of before must stand */
export function expectationOf(
  folded: readonly Folded[],
  { indexVersion, floor }: { readonly indexVersion: number; readonly floor: string },
): Expectation {
  const events = new Map<number, Expected>()
  const copies = new Map<number, Expected>()
  const letters = new Map<number, Expected>()
  for (const { record, decision } of folded) {
    const { partition, offset } = record
    if (decision.outcome === 'deadLetters') {
      const letter = deadLetterFor(record, decision, indexVersion)
      if (!isBelow(letter.place.index, floor)) letters.set(offset, letter)
    } else if (decision.document !== undefined) {
      const place = placeFor(decision.document, indexVersion)
      if (isBelow(place.index, floor)) continue
      const json = JSON.stringify(decision.document.body)
      const into = decision.outcome === 'applied' ? events : copies
      into.set(offset, { of: 'events', place, partition, offset, json })
    }
  }
  return { events, copies, deadLetters: letters }
}

export function placeFor({ index, id, time }: EventDocument, indexVersion: number): Place {
  return { index: concreteIndexOf(index, indexVersion, time), id }
}

function deadLetterFor(
  record: LogRecord,
  { code, reason, eventId }: Refusal,
  indexVersion: number,
): Expected {
  const { topic, partition, offset, appendTime, value } = record
  const replays = replaysOf(record)
  const time = new Date(appendTime).toISOString()
  const body: DeadLetterDocument = {
    '@timestamp': time,
    error: { code, message: reason },
    stage: 'decode',
    ...(eventId === undefined ? {} : { event: { id: eventId } }),
    kafka: { topic, partition, offset, bytes: value?.length ?? 0 },
    ...(replays === 0 ? {} : { replays }),
  }
  const id = deadLetterIdOf({ topic, partition, offset })
  const place = { index: concreteIndexOf(deadLetters, indexVersion, time), id }
  return { of: 'deadLetters', place, partition, offset, json: JSON.stringify(body) }
}

/** Whether a document is the one that is expected at its offset, right or wrong. */
export function standsIn(
  expected: ReadonlyMap<number, Expected>,
  document: RecordDocument,
): boolean {
  const wanted = expected.get(document.offset)
  return wanted !== undefined && nameOf(wanted.place) === nameOf(document)
}

/** Whether it is the one that is expected, and right. */
export function isRightIn(
  expected: ReadonlyMap<number, Expected>,
  document: RecordDocument,
): boolean {
  const wanted = expected.get(document.offset)
  return standsIn(expected, document) && isSame(document.source, wanted?.json ?? '')
}
