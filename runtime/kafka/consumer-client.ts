import { type Consumer } from 'kafkajs'
import { withDeadline } from '../lifecycle.ts'
import { type KafkaConnection, kafkaRetry } from './connection.ts'

export interface ClientOptions {
  readonly groupId: string
  /**
   * How long a member may be silent before the broker gives its partitions to others; within the
   * broker's `group.min.session.timeout.ms` (6 s) and `group.max.session.timeout.ms` (30 min).
   */
  readonly sessionTimeoutMs: number
}

/**
 * A kafkajs consumer, not yet connected, which is never restarted by kafkajs: a new one is made
 * instead, because pauses and positions of a restarted one are lost halfway.
 */
export function createConsumerClient(
  { kafka }: KafkaConnection,
  { groupId, sessionTimeoutMs }: ClientOptions,
): Consumer {
  return kafka.consumer({
    groupId,
    metadataMaxAge: 60_000,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 60_000,
    // Two of them may get lost within a session.
    heartbeatInterval: Math.min(3000, Math.floor(sessionTimeoutMs / 3)),
    // Every request and answer has a price of its own: where records trickle in, what comes within
    // this wait is fetched together.
    minBytes: 32 << 10,
    maxWaitTimeInMs: 50,
    // As they are sent, compressed: ten times that is decoded in one go, and nothing else happens
    // meanwhile. A single larger batch comes nevertheless.
    maxBytes: 1 << 20,
    maxBytesPerPartition: 256 << 10,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    // About 9 s: enough for a broker that has just started to load its groups, and short enough
    // that it is said soon when Kafka is away.
    retry: { ...kafkaRetry, retries: 5, restartOnFailure: () => Promise.resolve(false) },
  })
}

/**
 * Leaves the group. kafkajs may never answer, so there is a deadline, after which it goes on leaving
 * by itself.
 *
 * @param started settles when the consumer has begun to run. Told to leave while it joins, kafkajs
 * would forget that and join all the same, and keep partitions for ever that nobody reads.
 */
export async function leaveGroup(
  consumer: Consumer,
  { address, log }: KafkaConnection,
  started: Promise<void>,
): Promise<void> {
  const leaving = started.catch(() => undefined).then(() => consumer.disconnect())
  try {
    await withDeadline(leaving, {
      ms: 3000,
      what: `Kafka at ${address} did not let a consumer leave`,
      code: 'kafka.unreachable',
      action: 'Nothing needs to be done: the broker forgets the consumer by itself.',
    })
  } catch (err) {
    log.debug({ err }, 'consumer left without an answer')
  }
}
