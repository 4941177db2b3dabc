import { withDeadline } from '../lifecycle.ts'
import { PipelineError } from '../problem.ts'
import { createCluster, type KafkaCluster } from './cluster.ts'
import { type KafkaConnection } from './connection.ts'
import { keyOf } from './places.ts'
import { toOffset } from './record.ts'
import { toKafkaProblem } from './failure.ts'

/** Where partitions end, asked beside a consumer: so it can be held against what that one does. */
export interface ReadableEnds {
  /**
   * Where each partition of the topics ends for readers of what is committed, by `topic/partition`:
   * records of an open transaction are not readable yet.
   *
   * @throws PipelineError of `kafka.…`, in time; the next call connects anew.
   */
  read(): Promise<ReadonlyMap<string, number>>
  /** Leaves; what is being asked is not answered. Idempotent. */
  close(): Promise<void>
}

/** @param deadlineMs for one reading, connecting included */
export function createReadableEnds(
  connection: KafkaConnection,
  { topics, deadlineMs }: { readonly topics: readonly string[]; readonly deadlineMs: number },
): ReadableEnds {
  const { address, log } = connection
  let opened: KafkaCluster | undefined
  const leave = async () => {
    const cluster = opened
    opened = undefined
    await cluster?.disconnect().catch((err: unknown) => {
      log.debug({ err }, 'cluster left without an answer')
    })
  }
  const ask = async () => {
    if (opened === undefined) {
      // Isolation 1: no reader gets further than the first record of an open transaction.
      opened = createCluster(connection, 1)
      await opened.connect()
    }
    const cluster = opened
    await cluster.addMultipleTargetTopics(topics)
    return endsOf(cluster, topics)
  }
  return {
    async read() {
      try {
        return await withDeadline(ask(), {
          ms: deadlineMs,
          what: `Kafka at ${address} did not tell where the log ends`,
          code: 'kafka.unreachable',
          action: 'Nothing needs to be done: it is asked again.',
        })
      } catch (error) {
        void leave()
        throw unknown(toKafkaProblem(error, { address, doing: 'tell where the log ends' }))
      }
    },
    close: leave,
  }
}

/**
 * kafkajs throws TypeErrors of its own when a broker goes amid a question. As all of it is
 * kafkajs's here, that says as little as a broker that does not answer.
 */
function unknown(problem: unknown): PipelineError {
  if (problem instanceof PipelineError) return problem
  return new PipelineError({
    code: 'kafka.unreachable',
    message: 'Kafka was asked where the log ends, and kafkajs failed.',
    action: 'Nothing needs to be done: it is asked again.',
    cause: problem,
  })
}

async function endsOf(
  cluster: KafkaCluster,
  topics: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const questions = topics.map((topic) => ({
    topic,
    partitions: cluster
      .findTopicPartitionMetadata(topic)
      .map(({ partitionId }) => ({ partition: partitionId })),
    fromBeginning: false,
  }))
  const answers = await cluster.fetchTopicsOffset(questions)
  return new Map(
    answers.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => [keyOf({ topic, partition }), toOffset(offset)]),
    ),
  )
}
