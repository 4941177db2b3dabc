import { type DeadLetterCode } from '../../contracts/dead-letter.ts'
import { type Processor } from '../../contracts/processor.ts'
import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { type Producer } from '../../runtime/kafka/producer.ts'
import { type LogReader } from '../../runtime/kafka/reader.ts'
import { type Clock } from '../clock.ts'
import { wait } from '../wait.ts'
import { type IndexedLetter, type LetterStore } from './letter-store.ts'
import { readOriginals } from './originals.ts'
import { type LeaveReason, type PlannedReplay, planReplay, reasonToLeave } from './replay-plan.ts'
import { type Selection } from './selection.ts'

export interface ReplayOptions {
  readonly selection: Selection
  readonly store: LetterStore
  readonly reader: LogReader
  readonly admin: Pick<KafkaAdmin, 'offsetsOf' | 'describeTopics'>
  /** Undefined: nothing is appended, and the report says what would be. */
  readonly producer: Pick<Producer, 'send'> | undefined
  readonly processor: Pick<Processor, 'topics' | 'decode'>
  /** Also those that were replayed before. */
  readonly again: boolean
  /** At most, on average. */
  readonly recordsPerSecond: number
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Told after each batch, and at the end. */
  readonly onProgress: (report: ReplayReport) => void
}

/** What a replay has done so far, or would do. */
export interface ReplayReport {
  readonly selected: number
  /** Appended again, or to be appended, by topic. */
  readonly appended: Readonly<Record<string, number>>
  /** The same by the cause for which they were refused. */
  readonly causes: Readonly<Partial<Record<DeadLetterCode, number>>>
  /** Those that got another key: the subject of their event. */
  readonly rekeyed: number
  /** Those that a worker of this version refuses again, by cause. */
  readonly refusedAgain: Readonly<Partial<Record<DeadLetterCode, number>>>
  readonly left: Readonly<Partial<Record<LeaveReason, number>>>
}

/** Of one send, so that whoever interrupts waits for a moment only. */
const batchMax = 500
const batchesPerSecond = 4

interface Planned extends PlannedReplay {
  readonly letter: IndexedLetter
}

/**
 * Appends the records of dead letters again to the topics they came from: the same bytes and
 * headers, under the right key. What was appended is noted in `tally-ops-replays` after each batch,
 * so an interrupted replay is gone on with by another one.
 *
 * At least once: a batch that was appended and not noted is appended again. That does no harm: an
 * event that was applied is a repetition then, and what is refused is counted by its header.
 *
 * @throws PipelineError of Kafka and Elasticsearch; the reason of the signal. `onProgress` has been
 * told how far it came.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { selection, store, processor, again, signal, onProgress } = options
  const count = new ReplayCount()
  const { id } = selection
  const one = id === undefined ? undefined : await store.find(id)
  const pages = id === undefined ? store.selected(selection) : [one === undefined ? [] : [one]]
  for await (const letters of pages) {
    signal.throwIfAborted()
    const replayed = await store.replayedAmong(letters)
    const wanted = letters.filter((letter) => {
      const isReplayed = replayed.has(letter.id)
      const why = reasonToLeave(letter, { isReplayed, again, processor })
      if (why !== undefined) count.leave(why)
      return why === undefined
    })
    await appendAgain(options, await plan(options, wanted, count), count)
    onProgress(count.report)
  }
  return count.report
}

async function plan(
  { reader, admin, signal, processor, clock }: ReplayOptions,
  letters: readonly IndexedLetter[],
  count: ReplayCount,
): Promise<readonly Planned[]> {
  const originals = await readOriginals({ reader, admin, signal }, letters)
  const planned: Planned[] = []
  for (const letter of letters) {
    const record = originals.get(letter.id)
    if (record === undefined) count.leave('not-held')
    else planned.push({ letter, ...planReplay(letter, record, { processor, nowMs: clock.now() }) })
  }
  return planned
}

async function appendAgain(
  { producer, store, recordsPerSecond, clock, signal, onProgress }: ReplayOptions,
  planned: readonly Planned[],
  count: ReplayCount,
): Promise<void> {
  const size = Math.min(batchMax, Math.ceil(recordsPerSecond / batchesPerSecond))
  for (let from = 0; from < planned.length; from += size) {
    const batch = planned.slice(from, from + size)
    if (producer !== undefined) {
      signal.throwIfAborted()
      const beganAtMs = clock.elapsedMs()
      for (const [topic, messages] of messagesByTopic(batch)) await producer.send(topic, messages)
      await store.noteReplays(batch.map(({ letter }) => letter), clock.now()) // prettier-ignore
      count.append(batch)
      onProgress(count.report)
      const restMs = (batch.length * 1000) / recordsPerSecond - (clock.elapsedMs() - beganAtMs)
      await wait(Math.max(0, restMs), signal)
    } else count.append(batch)
  }
}

function messagesByTopic(batch: readonly Planned[]) {
  const byTopic = new Map<string, Planned['message'][]>()
  for (const { letter, message } of batch) {
    const messages = byTopic.get(letter.topic) ?? []
    byTopic.set(letter.topic, messages)
    messages.push(message)
  }
  return byTopic
}

class ReplayCount {
  #selected = 0
  #rekeyed = 0
  readonly #appended = new Map<string, number>()
  readonly #causes = new Map<DeadLetterCode, number>()
  readonly #refusedAgain = new Map<DeadLetterCode, number>()
  readonly #left = new Map<LeaveReason, number>()

  leave(why: LeaveReason): void {
    this.#selected += 1
    add(this.#left, why)
  }

  append(batch: readonly Planned[]): void {
    for (const { letter, isRekeyed, fate } of batch) {
      this.#selected += 1
      if (isRekeyed) this.#rekeyed += 1
      add(this.#appended, letter.topic)
      add(this.#causes, letter.code)
      if (fate !== 'accepted') add(this.#refusedAgain, fate)
    }
  }

  get report(): ReplayReport {
    return {
      selected: this.#selected,
      appended: Object.fromEntries(this.#appended),
      causes: Object.fromEntries(this.#causes),
      rekeyed: this.#rekeyed,
      refusedAgain: Object.fromEntries(this.#refusedAgain),
      left: Object.fromEntries(this.#left),
    }
  }
}

function add<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
