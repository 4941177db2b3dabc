import { type ICustomPartitioner, type Message } from 'kafkajs'

/** A partitioner that remembers what it chose. */
export interface PartitionRecorder {
  readonly createPartitioner: ICustomPartitioner
  /** The partitions chosen for these messages, each once. */
  partitionsOf(messages: readonly Message[]): number[]
}

/**
 * Chooses a partition once per message and remembers it.
 *
 * kafkajs asks again at every retry, and its round robin for messages without a key would then
 * append the same message to another partition. It also takes a send for complete when a partition
 * got no answer because its leader moved amid the retries; who knows the choice can tell.
 */
export function createPartitionRecorder(choose: ICustomPartitioner): PartitionRecorder {
  const chosen = new WeakMap<Message, number>()
  return {
    createPartitioner: () => {
      const partitioner = choose()
      return (question) => {
        const partition = chosen.get(question.message) ?? partitioner(question)
        chosen.set(question.message, partition)
        return partition
      }
    },
    partitionsOf: (messages) => [
      ...new Set(messages.flatMap((message) => chosen.get(message) ?? [])),
    ],
  }
}
