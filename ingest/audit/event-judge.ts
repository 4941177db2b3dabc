import { z } from 'zod'
import { deadLetterIdOf } from '../../contracts/dead-letter.ts'
import { type Expectation, expectationOf, type Expected, type Folded, isRightIn, placeFor, standsIn } from './expectation.ts' // prettier-ignore
import { type Difference, type Findings } from './finding.ts'
import { type IndexedDocuments, type OffsetWindow, type RecordDocument } from './indexed-documents.ts' // prettier-ignore
import { type Mender } from './mending.ts'
import { begun } from './read-ahead.ts'
import { nameOf, type Place } from './refold.ts'

interface EventJudgeOptions {
  readonly indexVersion: number
  readonly documents: IndexedDocuments
  readonly findings: Findings
  readonly mender: Mender | undefined
  /** Nothing of before is judged. */
  readonly floor: string
}

type Pages = AsyncGenerator<readonly RecordDocument[], void, void>

/** A window and the documents that stand for its records, of which the first are there. */
export interface SeenWindow {
  readonly window: OffsetWindow
  readonly events: Pages
  readonly deadLetters: Pages
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

  /** Begins to read the documents of a window. */
  async look(window: OffsetWindow): Promise<SeenWindow> {
    const { documents } = this.#options
    const [events, deadLetters] = await Promise.all([
      begun(documents.inWindow('events', window)),
      begun(documents.inWindow('deadLetters', window)),
    ])
    return { window, events, deadLetters }
  }

  /** Judges every document of a window; windows of a partition come in order. */
  async judge(seen: SeenWindow, folded: readonly Folded[]): Promise<void> {
    const { window } = seen
    const expectation = expectationOf(folded, this.#options)
    const refused = await this.#judgeDeadLetters(seen, expectation)
    const copies = await this.#judgeEvents(seen, expectation)
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
    { window, deadLetters }: SeenWindow,
    { deadLetters: expected, events }: Expectation,
  ): Promise<ReadonlyMap<number, Place>> {
    const refused = new Map<number, Place>()
    for await (const page of deadLetters) {
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
    { window, events: pages }: SeenWindow,
    { events, copies }: Expectation,
  ): Promise<Map<string, RecordDocument>> {
    const standing = new Map<string, RecordDocument>()
    for await (const page of pages) {
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
