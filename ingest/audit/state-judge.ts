import { z } from 'zod'
import { writeStateDocument } from '../state-document.ts'
import { isBelow } from '../retention/floors.ts'
import { hashOf, isSame } from './canonical.ts'
import { type Difference, type DocumentKind, type Findings } from './finding.ts'
import { type IndexedDocuments, type ReadDocument } from './indexed-documents.ts'
import { type Mender } from './mending.ts'
import { type Folded } from './expectation.ts'
import { readAhead } from './read-ahead.ts'
import { nameOf, type Place, placeOf, type RefoldedState, type Refold } from './refold.ts'

interface StateJudgeOptions {
  readonly refold: Refold
  readonly ends: readonly number[]
  /** Of the read models; every other state document is an activity. */
  readonly readModelIndex: string | undefined
  readonly documents: IndexedDocuments
  readonly findings: Findings
  readonly mender: Mender | undefined
  /** Nothing of before is judged. */
  readonly floor: string
}

/** A document that contains records beyond the end, to be judged where it stands. */
interface NewerDocument {
  readonly document: ReadDocument
  /** Undefined when no record before the ends has to do with it. */
  readonly partition: number | undefined
  readonly lastOffset: number
  readonly hash: string
  /** What it would be at the end, kept for repair only. */
  readonly atEnd: RefoldedState | undefined
}

/** Names in one reading. */
const readMax = 500

/**
 * Holds read models and activities against the refold, each at the last offset that it says to
 * contain: at the ends for those that are not newer, and beyond for those that workers have
 * written meanwhile.
 *
 * Repair writes read models as of the ends, and activities as of the furthest offset that a right
 * read model contains: a record that a read model contains is never added to an activity again.
 */
export class StateJudge {
  readonly #options: StateJudgeOptions
  readonly #newer = new Map<string, NewerDocument>()
  /** Activities to be written when the furthest offset is reached. */
  readonly #wrongActivities = new Set<string>()

  constructor(options: StateJudgeOptions) {
    this.#options = options
  }

  /** Compares every state that follows from the log up to the ends. */
  async compareAtEnds(onProgress: (share: number) => void): Promise<void> {
    const { documents, refold } = this.#options
    let done = 0
    const read = async (names: readonly string[]) => {
      return { names, found: await documents.read(names.map(placeOf)) }
    }
    for await (const { names, found } of readAhead(this.#judgedNames(), read)) {
      for (const [at, name] of names.entries()) {
        const state = this.#stateOf(name)
        if (state !== undefined) await this.#compare(name, state, found[at])
      }
      done += names.length
      onProgress(done / refold.states.size)
    }
  }

  /** Finds the documents that follow from nothing before the ends. */
  async lookForOthers(): Promise<void> {
    const { documents, refold, ends } = this.#options
    const endMin = Math.min(...ends)
    for await (const page of documents.states()) {
      const unknown = page.filter((place) => !refold.states.has(nameOf(place)))
      for (const document of await documents.read(unknown)) {
        if (document === undefined) continue
        const lastOffset = lastOffsetOf(document)
        if (lastOffset < endMin) await this.#unexpected(document)
        else this.#wait(document, { lastOffset, state: undefined })
      }
    }
  }

  get hasNewer(): boolean {
    return this.#newer.size > 0
  }

  /** Offset up to which a partition is to be folded further; what the log has not is wrong. */
  async untilIn(partition: number, logEnd: number): Promise<number> {
    let until = this.#options.ends[partition] ?? 0
    for (const [name, newer] of this.#newer) {
      if (newer.partition !== undefined && newer.partition !== partition) continue
      if (newer.lastOffset < logEnd) until = Math.max(until, newer.lastOffset + 1)
      else if (newer.partition === partition) {
        await this.#wrongNewer(name, newer, `it says to contain offset ${newer.lastOffset}, and the log ends at ${logEnd}`) // prettier-ignore
      } else until = Math.max(until, logEnd)
    }
    return until
  }

  /** To be told of each record beyond the ends, after it was folded. */
  async resolve({ record, decision }: Folded): Promise<void> {
    if (decision.outcome !== 'applied') return
    for (const name of decision.changed) {
      const newer = this.#newer.get(name)
      if (newer?.lastOffset !== record.offset) continue
      const state = this.#options.refold.states.get(name)
      if (state === undefined) continue
      if (newer.hash === hashOf(JSON.parse(writeStateDocument(state.document)))) {
        this.#newer.delete(name)
        this.#options.findings.right(state.of)
      } else await this.#wrongNewer(name, newer, 'it contains records beyond the end')
    }
  }

  /** Names what was waited for in vain, and mends activities as of where the fold is now. */
  async finish(): Promise<void> {
    for (const [name, newer] of this.#newer) {
      if (newer.partition === undefined && !this.#options.refold.states.has(name)) {
        this.#newer.delete(name)
        await this.#unexpected(newer.document)
      } else {
        await this.#wrongNewer(name, newer, `no record at offset ${newer.lastOffset} changes it`)
      }
    }
    for (const name of this.#wrongActivities) await this.#write(name, this.#stateOf(name))
    this.#wrongActivities.clear()
  }

  /** Those that are not below the floor, as many as are read at once. */
  *#judgedNames(): Generator<readonly string[], void, void> {
    let names: string[] = []
    for (const name of this.#options.refold.states.ids()) {
      if (isBelow(placeOf(name).index, this.#options.floor)) continue
      names.push(name)
      if (names.length < readMax) continue
      yield names
      names = []
    }
    if (names.length > 0) yield names
  }

  async #compare(
    name: string,
    state: RefoldedState,
    document: ReadDocument | undefined,
  ): Promise<void> {
    const { lastOffset } = state.document
    if (document === undefined) return this.#wrong(name, state, { kind: 'missing' })
    const found = lastOffsetOf(document)
    if (found >= (this.#options.ends[state.partition] ?? 0) && found > lastOffset) {
      this.#wait(document, { lastOffset: found, state })
      return
    }
    const detail = problemOf(document, { lastOffset, json: writeStateDocument(state.document) })
    if (detail === undefined) this.#options.findings.right(state.of)
    else await this.#wrong(name, state, { kind: 'different', detail })
  }

  #wait(
    document: ReadDocument,
    { lastOffset, state }: { lastOffset: number; state: RefoldedState | undefined },
  ): void {
    const atEnd = this.#options.mender === undefined ? undefined : state
    const hash = document.version === lastOffset + 1 ? hashOf(document.source) : 'of no version'
    this.#newer.set(nameOf(document), { document: { ...document, source: undefined }, partition: state?.partition, lastOffset, hash, atEnd }) // prettier-ignore
  }

  async #wrong(
    name: string,
    state: RefoldedState,
    { kind, detail }: { kind: 'missing' | 'different'; detail?: string },
  ): Promise<void> {
    const { of, partition, document } = state
    const difference: Difference = { kind, of, ...placeOf(name), partition, offset: document.lastOffset } // prettier-ignore
    this.#options.findings.add(detail === undefined ? difference : { ...difference, detail })
    await this.#mendLater(name, of, state)
  }

  async #wrongNewer(name: string, newer: NewerDocument, detail: string): Promise<void> {
    this.#newer.delete(name)
    const { partition, lastOffset: offset, document, atEnd } = newer
    const of = this.#kindOf(document)
    const place = placeOf(name)
    this.#options.findings.add({ kind: 'different', of, ...place, partition, offset, detail })
    if (atEnd !== undefined || of === 'activities') await this.#mendLater(name, of, atEnd)
    else await this.#delete(document)
  }

  async #mendLater(
    name: string,
    of: DocumentKind,
    state: RefoldedState | undefined,
  ): Promise<void> {
    if (this.#options.mender === undefined) return
    if (of === 'activities') this.#wrongActivities.add(name)
    else await this.#write(name, state)
  }

  async #write(name: string, state: RefoldedState | undefined): Promise<void> {
    if (state === undefined) return
    const { of, document } = state
    const version = document.lastOffset + 1
    const json = writeStateDocument(document)
    await this.#options.mender?.mend({ do: 'write', of, place: placeOf(name), json, version })
  }

  async #unexpected(document: ReadDocument): Promise<void> {
    const { index, id } = document
    const lastOffset = lastOffsetOf(document)
    const offset = lastOffset < 0 ? undefined : lastOffset
    const of = this.#kindOf(document)
    this.#options.findings.add({ kind: 'unexpected', of, index, id, partition: undefined, offset })
    await this.#delete(document)
  }

  async #delete(document: ReadDocument): Promise<void> {
    const { index, id, revision } = document
    const of = this.#kindOf(document)
    await this.#options.mender?.mend({ do: 'delete', of, place: { index, id }, revision })
  }

  #kindOf({ index }: Place): 'readModels' | 'activities' {
    return index === this.#options.readModelIndex ? 'readModels' : 'activities'
  }

  #stateOf(name: string): RefoldedState | undefined {
    return this.#options.refold.states.get(name)
  }
}

const Contained = z.looseObject({ fold: z.looseObject({ last_offset: z.int() }) })

/** -1 when the document does not tell. */
function lastOffsetOf({ source }: ReadDocument): number {
  return Contained.safeParse(source).data?.fold.last_offset ?? -1
}

/** What is wrong with a document that should be as this; undefined when nothing is. */
function problemOf(
  document: ReadDocument,
  { lastOffset, json }: { readonly lastOffset: number; readonly json: string },
): string | undefined {
  const found = lastOffsetOf(document)
  if (found !== lastOffset) return `it contains the log up to offset ${found}, expected ${lastOffset}` // prettier-ignore
  if (!isSame(document.source, json)) return 'its content'
  const version = lastOffset + 1
  // A higher one would keep workers from writing it again.
  if (document.version !== version) return `its version is ${document.version}, expected ${version}`
  return undefined
}
