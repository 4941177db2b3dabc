import { type OutgoingMessage } from './outgoing-message.ts'

/** Limits of one produce request. */
interface BatchLimits {
  /**
   * Bytes of keys, values and headers before compression. The broker measures a partition's batch
   * after it, against `max.message.bytes` of the topic (1 MiB): this is always below.
   */
  readonly bytesMax: number
  /** kafkajs groups a batch in quadratic time. */
  readonly messagesMax: number
}

const defaultLimits: BatchLimits = { bytesMax: 900 * 1024, messagesMax: 2000 }

/**
 * Cuts messages into requests that a broker accepts, in order. A message that is too large by
 * itself gets a request of its own, and the broker decides.
 */
export function* outgoingBatches(
  messages: readonly OutgoingMessage[],
  { bytesMax, messagesMax }: BatchLimits = defaultLimits,
): Generator<readonly OutgoingMessage[], void, void> {
  let batch: OutgoingMessage[] = []
  let bytes = 0
  for (const message of messages) {
    const size = bytesOf(message)
    const isFull = batch.length === messagesMax || bytes + size > bytesMax
    if (isFull && batch.length > 0) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(message)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

/** What Kafka adds to a record at most: lengths, offset and time as variable-length numbers. */
const recordOverheadBytes = 32

function bytesOf({ key, value, headers }: OutgoingMessage): number {
  let bytes = recordOverheadBytes + lengthOf(key) + lengthOf(value)
  for (const name in headers) {
    for (const content of [headers[name] ?? null].flat()) {
      bytes += Buffer.byteLength(name) + lengthOf(content)
    }
  }
  return bytes
}

function lengthOf(part: Buffer | string | null): number {
  if (part === null) return 0
  return typeof part === 'string' ? Buffer.byteLength(part) : part.length
}
