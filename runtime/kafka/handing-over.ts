import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { type ConsumerEndBatchProcessEvent, type EachBatchPayload } from 'kafkajs'
import { type Log } from '../log.ts'
import { PipelineError } from '../problem.ts'
import { keyOf, type Place, type Places } from './places.ts'
import { toLogRecord, toOffset } from './record.ts'
import { type RecordReceiver } from './record-source.ts'

export interface HandingOverOptions {
  readonly receiver: RecordReceiver
  /** How many records are handed over at once. */
  readonly recordsMax: number
  /** By partition, the last jump of offsets that was found; the same one again is believed. */
  readonly knownJumps: Map<string, string>
}

interface Session {
  readonly places: Places
  readonly log: Log
  readonly isFetching: () => boolean
  /** Runs work of ours; what it throws ends the session and does not come back. */
  readonly attempt: (work: () => void) => void
}

/** Hands the batches that kafkajs fetches to the receiver, in portions, while there is room. */
export class HandingOver {
  readonly #options: HandingOverOptions
  readonly #session: Session

  constructor(session: Session, options: HandingOverOptions) {
    this.#session = session
    this.#options = options
  }

  /** What heartbeats throw must reach kafkajs as it is: so it learns that the group rebalances. */
  async handOver(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const { places, attempt } = this.#session
    const place = places.of(batch)
    if (place === undefined || payload.isStale()) return
    attempt(() => {
      this.#expectContinuation(place, batch)
    })
    const { recordsMax } = this.#options
    for (let from = 0; from < batch.messages.length; from += recordsMax) {
      if (!(await this.#waitForRoom(place, payload))) return
      attempt(() => {
        this.#handOverSome(place, payload, from)
      })
      // Between two portions answers of servers get their turn.
      await nextTurn()
    }
  }

  /** Takes note of a batch of nothing but markers, which kafkajs does not hand over. */
  passOver({ payload }: ConsumerEndBatchProcessEvent): void {
    const place = this.#session.places.of(payload)
    const nextOffset = toOffset(payload.lastOffset) + 1
    if (payload.batchSize > 0 || place === undefined || nextOffset <= place.next) return
    place.next = nextOffset
    const highWatermark = toOffset(payload.highWatermark)
    this.#options.receiver.onRecords(place.assignment, { records: [], nextOffset, highWatermark })
  }

  /** @returns false when nothing of this assignment may be handed over any more. */
  async #waitForRoom(place: Place, payload: EachBatchPayload): Promise<boolean> {
    const { receiver } = this.#options
    while (this.#isTaking(place)) {
      if (receiver.hasRoom()) return true
      await Promise.race([receiver.whenRoom(), sleep(1000, undefined, { ref: false })])
      await payload.heartbeat()
    }
    return false
  }

  #isTaking(place: Place): boolean {
    const { places, isFetching } = this.#session
    return places.current(place.assignment) === place && isFetching() && !place.isPaused
  }

  #handOverSome(place: Place, payload: EachBatchPayload, from: number): void {
    const { assignment } = place
    const { batch } = payload
    const messages = batch.messages.slice(from, from + this.#options.recordsMax)
    const last = messages.at(-1)
    if (last === undefined) return
    const isEnd = from + messages.length === batch.messages.length
    // Markers may follow the last record; kafkajs passes over them when that one is resolved.
    place.next = toOffset(isEnd ? batch.lastOffset() : last.offset) + 1
    this.#options.receiver.onRecords(assignment, {
      records: messages.map((message) => toLogRecord(assignment, message)),
      nextOffset: place.next,
      highWatermark: toOffset(batch.highWatermark),
    })
    payload.resolveOffset(last.offset)
  }

  /**
   * kafkajs starts somewhere else by itself when an offset is out of range. So records that do not
   * begin where the last ones ended end the session, and the next one asks the broker. If they
   * begin there again, the log is like that: compacted, or cut after an aborted transaction.
   */
  #expectContinuation({ assignment, next }: Place, batch: EachBatchPayload['batch']): void {
    const first = toOffset(batch.firstOffset() ?? String(next))
    if (first === next) return
    const { knownJumps } = this.#options
    const key = keyOf(assignment)
    const jump = `${next} to ${first}`
    if (knownJumps.get(key) === jump && first > next) return
    knownJumps.set(key, jump)
    const { topic, partition } = assignment
    this.#session.log.warn({ topic, partition, expected: next, found: first }, 'offsets jumped')
    throw new PipelineError({
      code: 'kafka.unreachable',
      message: `Partition ${partition} of ${topic} went from offset ${jump}.`,
      action: 'Nothing needs to be done: it is read again from the committed offset.',
    })
  }
}
