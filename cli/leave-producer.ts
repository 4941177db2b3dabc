import { delay } from '../runtime/lifecycle.ts'
import { type Producer } from '../runtime/kafka/producer.ts'

const longestMs = 2000

/** Whoever has interrupted does not wait for a Kafka that is silent; what was confirmed is safe. */
export async function leaveProducer(producer: Producer, signal: AbortSignal): Promise<void> {
  const left = producer.close()
  await (signal.aborted ? Promise.race([left, delay(longestMs)]) : left)
}
