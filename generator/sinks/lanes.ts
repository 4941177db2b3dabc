import { partitionOf } from '../../contracts/partition.ts'
import { type OnSent, type OutgoingEvent, type Sink } from '../sink.ts'
import { KafkaSink, type KafkaSinkOptions } from './kafka.ts'

/** A sink into Kafka over several producers. */
export interface LanesOptions extends Omit<KafkaSinkOptions, 'producer'> {
  /** Each has one send under way at a time, and partitions of its own. */
  readonly producers: readonly KafkaSinkOptions['producer'][]
}

/**
 * Sends over several producers at once, each with partitions of its own, so that while one waits for
 * the broker another compresses. Events of a partition stay in order.
 */
export class Lanes implements Sink {
  readonly #partitions: number
  readonly #lanes: readonly KafkaSink[]

  constructor({ producers, ...options }: LanesOptions) {
    this.#partitions = options.partitions
    this.#lanes = producers.map((producer) => new KafkaSink({ ...options, producer }))
  }

  get isOpen(): boolean {
    return this.#lanes.every(({ isOpen }) => isOpen)
  }

  observe(onSent: OnSent): void {
    for (const lane of this.#lanes) lane.observe(onSent)
  }

  accept(event: OutgoingEvent): Promise<void> | undefined {
    const partition = event.partition ?? partitionOf(Buffer.from(event.key), this.#partitions)
    return this.#lanes[partition % this.#lanes.length]?.accept({ ...event, partition })
  }

  async flush(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.flush()))
  }
}
