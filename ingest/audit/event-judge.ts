import { z } from 'zod'
import { deadLetterIdOf } from '../../contracts/dead-letter.ts'
import { replaysOf } from '../../contracts/dead-letter-replay.ts'
import { concreteIndexOf } from '../../contracts/index-definition.ts'
import { deadLetters, type DeadLetterDocument } from '../../contracts/indices/dead-letters.ts'
import { type EventDocument, type LogRecord } from '../../contracts/processor.ts'
import { isBelow } from '../retention/floors.ts'
import { isSame } from './canonical.ts'
import { type Difference, type Findings } from './finding.ts'
import { type IndexedDocuments, type OffsetWindow, type RecordDocument } from './indexed-documents.ts' // prettier-ignore
import { type Mender } from './mending.ts'
import { type Decision, nameOf, type Place, type Refusal } from './refold.ts'

/** A record and what follows from it. */
export interface Folded<Event = unknown> {
  readonly record: LogRecord
  readonly decision: Decision<Event>
}

interface EventJudgeOptions {
  readonly indexVersion: number
  readonly documents: IndexedDocuments
  readonly findings: Findings
  readonly mender: Mender | undefined
  /** Nothing of before is judged. */
  readonly floor: string
}

/** The document that must stand for a record. */
interface Expected {
  readonly of: 'events' | 'deadLetters'
  readonly place: Place
  readonly partition: number
  readonly offset: number
  readonly json: string
}

/** By offset, what must stand for the records of a window. */
interface Expectation {
  readonly events: Map<number, Expected>
  /** Of repetitions, where only the id tells them: what stands if this one was written first. */
  readonly copies: Map<number, Expected>
  readonly deadLetters: Map<number, Expected>
}

/** An event whose document seems to be that of a later copy of it. */
interface Claim {
  readonly expected: Expected
  readonly copyOffset: number
}

/** Events whose document is a later copy's; there are some when bulks overtake each other. */
const claimsMax = 100_000

/** Holds the documents that stand for records, events and dead letters, against the refold. */
export class EventJudge {
  readonly #options: EventJudgeOptions
  /** By the name of the document. */
  readonly #claims = new Map<string, Claim>()

  constructor(options: EventJudgeOptions) {
    this.#options = options
  }

  /** Judges every document of a window; windows of a partition come in order. */
  async judge(window: OffsetWindow, folded: readonly Folded[]): Promise<void> {
    const expectation = expectationOf(folded, this.#options)
    const refused = await this.#judgeDeadLetters(window, expectation)
    const copies = await this.#judgeEvents(window, expectation)
    await this.#judgeMissing([...expectation.events.values()], { refused, copies })
    for (const document of copies.values()) await this.#unexpected('events', window, document)
  }

  /** What is beyond the ends is not judged, but may be a copy that a document stands for. */
  resolve({ record, decision }: Folded): void {
    if (decision.outcome !== 'duplicates' || decision.document === undefined) return
    const name = nameOf(placeFor(decision.document, this.#options.indexVersion))
    if (this.#claims.get(name)?.copyOffset !== record.offset) return
    this.#claims.delete(name)
    this.#options.findings.right('events')
  }

  /** Offset of the last copy of the partition that is waited for; -1 when there is none. */
  lastCopyIn(partition: number): number {
    return [...this.#claims.values()]
      .filter(({ expected }) => expected.partition === partition)
      .reduce((last, { copyOffset }) => Math.max(last, copyOffset), -1)
  }

  /** What was waited for and did not come is wrong. */
  async finish(): Promise<void> {
    for (const { expected, copyOffset } of this.#claims.values()) {
      await this.#wrong('different', expected, { detail: `it says offset ${copyOffset}` })
    }
    this.#claims.clear()
  }

  /** @returns by offset, the dead letters of events that Elasticsearch had refused */
  async #judgeDeadLetters(
    window: OffsetWindow,
    { deadLetters: expected, events }: Expectation,
  ): Promise<ReadonlyMap<number, Place>> {
    const refused = new Map<number, Place>()
    for await (const page of this.#options.documents.inWindow('deadLetters', window)) {
      for (const document of page) {
        const { offset } = document
        if (standsIn(expected, document)) await this.#compare(document, expected)
        else if (isRefusal(document, window) && events.has(offset)) refused.set(offset, document)
        else await this.#unexpected('deadLetters', window, document)
      }
    }
    for (const missing of expected.values()) await this.#wrong('missing', missing)
    return refused
  }

  /** @returns by name, the documents that are right for a copy that nobody has waited for yet */
  async #judgeEvents(
    window: OffsetWindow,
    { events, copies }: Expectation,
  ): Promise<Map<string, RecordDocument>> {
    const standing = new Map<string, RecordDocument>()
    for await (const page of this.#options.documents.inWindow('events', window)) {
      for (const document of page) {
        if (standsIn(events, document)) await this.#compare(document, events)
        else if (!isRightIn(copies, document)) await this.#unexpected('events', window, document)
        else if (this.#claims.delete(nameOf(document))) this.#options.findings.right('events')
        else standing.set(nameOf(document), document)
      }
    }
    return standing
  }

  async #compare(document: RecordDocument, from: Map<number, Expected>): Promise<void> {
    const expected = from.get(document.offset)
    if (expected === undefined) return
    if (isRightIn(from, document)) this.#options.findings.right(expected.of)
    else await this.#wrong('different', expected)
    from.delete(document.offset)
  }

  async #judgeMissing(
    missing: readonly Expected[],
    { refused, copies }: { refused: ReadonlyMap<number, Place>; copies: Map<string, unknown> },
  ): Promise<void> {
    const { documents, findings } = this.#options
    const without = missing.filter(({ place }) => {
      const isThere = copies.delete(nameOf(place))
      if (isThere) findings.right('events')
      return !isThere
    })
    const found = await documents.read(without.map(({ place }) => place), 'kafka') // prettier-ignore
    for (const [at, expected] of without.entries()) {
      const document = found[at]
      if (document !== undefined) await this.#elsewhere(expected, document.source)
      else {
        const refusedAs = refused.get(expected.offset)
        const detail = refusedAs === undefined ? undefined : 'Elasticsearch had refused it'
        await this.#wrong('missing', expected, { detail, refusedAs })
      }
    }
  }

  /** There is a document with its id that says to be of another record. */
  async #elsewhere(expected: Expected, source: unknown): Promise<void> {
    const { data } = Coordinates.safeParse(source)
    const { partition, offset } = data?.kafka ?? {}
    const isLater = partition === expected.partition && (offset ?? -1) > expected.offset
    if (isLater && this.#claims.size < claimsMax) {
      this.#claims.set(nameOf(expected.place), { expected, copyOffset: offset ?? -1 })
    } else await this.#wrong('different', expected, { detail: 'it says to be of another record' })
  }

  async #wrong(
    kind: 'missing' | 'different',
    { of, place, partition, offset, json }: Expected,
    { detail, refusedAs }: { detail?: string | undefined; refusedAs?: Place | undefined } = {},
  ): Promise<void> {
    const { findings, mender } = this.#options
    const difference: Difference = { kind, of, ...place, partition, offset }
    findings.add(detail === undefined ? difference : { ...difference, detail })
    await mender?.mend({ do: 'write', of, place, json, refusedAs })
  }

  async #unexpected(
    of: Expected['of'],
    { partition }: OffsetWindow,
    { index, id, offset, revision }: RecordDocument,
  ): Promise<void> {
    const { findings, mender } = this.#options
    findings.add({ kind: 'unexpected', of, index, id, partition, offset })
    await mender?.mend({ do: 'delete', of, place: { index, id }, revision })
  }
}

const Coordinates = z.looseObject({ kafka: z.looseObject({ partition: z.int(), offset: z.int() }) })
const Refused = z.looseObject({ stage: z.literal('index') })

/** Whether it is what a worker writes in the place of an event's document. */
function isRefusal({ id, offset, source }: RecordDocument, window: OffsetWindow): boolean {
  const { topic, partition } = window
  return id === deadLetterIdOf({ topic, partition, offset }) && Refused.safeParse(source).success
}

function expectationOf(
  folded: readonly Folded[],
  { indexVersion, floor }: Pick<EventJudgeOptions, 'indexVersion' | 'floor'>,
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

function placeFor({ index, id, time }: EventDocument, indexVersion: number): Place {
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
function standsIn(expected: ReadonlyMap<number, Expected>, document: RecordDocument): boolean {
  const wanted = expected.get(document.offset)
  return wanted !== undefined && nameOf(wanted.place) === nameOf(document)
}

function isRightIn(expected: ReadonlyMap<number, Expected>, document: RecordDocument): boolean {
  const wanted = expected.get(document.offset)
  return standsIn(expected, document) && isSame(document.source, wanted?.json ?? '')
}
