import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createProducer, type Producer } from '../runtime/kafka/producer.ts'
import { leaveProducer } from './leave-producer.ts'

/** While one waits for the broker, the other compresses; more do not help on two processors. */
const count = 2

/** The producers of a generator, and how to leave them. */
export interface GeneratorProducers {
  readonly producers: readonly Producer[]
  readonly close: () => Promise<void>
}

/** @throws PipelineError `kafka.unreachable` or `kafka.refused`. */
export async function openProducers(
  connection: KafkaConnection,
  signal: AbortSignal,
): Promise<GeneratorProducers> {
  const producers = await Promise.all(
    Array.from({ length: count }, () => createProducer(connection)),
  )
  return {
    producers,
    close: async () => {
      await Promise.all(producers.map((producer) => leaveProducer(producer, signal)))
    },
  }
}
