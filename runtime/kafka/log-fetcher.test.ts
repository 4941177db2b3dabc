import kafkajs from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { type FetchedPartition, type FetchRequest, type KafkaCluster, type RawMessage } from './cluster.ts' // prettier-ignore
import { LogFetcher } from './log-fetcher.ts'

const topic = 'bank.activity'
const waits = { firstMs: 1, longestMs: 1, attemptsMax: 3 }
const { signal } = new AbortController()

function message(offset: number, batch: { first: number; last: number }): RawMessage {
  return {
    key: null,
    value: Buffer.from(`${offset}`),
    timestamp: '1767571200000',
    attributes: 0,
    headers: {},
    offset: String(offset),
    batchContext: { firstOffset: String(batch.first), lastOffsetDelta: batch.last - batch.first },
  }
}

function fetched(partition: number, messages: RawMessage[], end: number): FetchedPartition {
  return { partition, lastStableOffset: String(end), messages }
}

function partitionsOf({ topics }: FetchRequest): number[] {
  return topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition))
}

/** kafkajs's cluster of one broker that leads everything and answers as told. */
class OneBroker implements KafkaCluster {
  readonly requests: FetchRequest[] = []
  refreshes = 0
  readonly #answer: (request: FetchRequest, attempt: number) => readonly FetchedPartition[]

  constructor(answer: (request: FetchRequest, attempt: number) => readonly FetchedPartition[]) {
    this.#answer = answer
  }

  connect = () => Promise.resolve()
  disconnect = () => Promise.resolve()
  addMultipleTargetTopics = () => Promise.resolve()
  removeBroker = () => undefined
  findTopicPartitionMetadata = () => []
  findLeaderForPartitions = (_: string, partitions: readonly number[]) => ({ 1: partitions })
  fetchTopicsOffset = () => Promise.resolve([])

  refreshMetadata() {
    this.refreshes += 1
    return Promise.resolve()
  }

  findBroker() {
    const fetch = (request: FetchRequest) => {
      this.requests.push(request)
      const partitions = this.#answer(request, this.requests.length)
      return Promise.resolve({ responses: [{ topicName: topic, partitions }] })
    }
    return Promise.resolve({ fetch: async (request: FetchRequest) => fetch(request) })
  }
}

function leaderMoved(): Error {
  const error = { type: 'NOT_LEADER_FOR_PARTITION', code: 6, retriable: true, message: 'moved' }
  return new kafkajs.KafkaJSProtocolError(error as never)
}

describe('a log fetcher', () => {
  it('cuts off what was not asked for, before and behind', async () => {
    const batch = { first: 3, last: 7 }
    const messages = [3, 4, 5, 6, 7].map((offset) => message(offset, batch))
    const cluster = new OneBroker(() => [fetched(0, messages, 9)])

    const answers = await new LogFetcher({ cluster, topic, signal }).fetch([
      { partition: 0, from: 4, to: 6 },
    ])

    expect(answers).toMatchObject([
      { partition: 0, nextOffset: 8, hasMore: true, records: [{ offset: 4 }, { offset: 5 }] },
    ])
  })

  it('goes on behind a batch whose last records were compacted away', async () => {
    const cluster = new OneBroker(() => [fetched(0, [message(3, { first: 3, last: 7 })], 8)])

    const answers = await new LogFetcher({ cluster, topic, signal }).fetch([
      { partition: 0, from: 4, to: 9 },
    ])

    expect(answers).toEqual([{ partition: 0, nextOffset: 8, hasMore: false, records: [] }])
  })

  it('asks alone for a partition whose next batch did not fit', async () => {
    const batch = { first: 0, last: 0 }
    const cluster = new OneBroker((request, attempt) =>
      partitionsOf(request).map((partition) =>
        fetched(partition, partition === 1 && attempt === 1 ? [] : [message(0, batch)], 1),
      ),
    )

    const answers = await new LogFetcher({ cluster, topic, signal }).fetch([
      { partition: 0, from: 0, to: 1 },
      { partition: 1, from: 0, to: 1 },
    ])

    expect(cluster.requests.map(partitionsOf)).toEqual([[0, 1], [1]])
    expect(answers.map(({ partition, nextOffset }) => [partition, nextOffset])).toEqual([
      [0, 1],
      [1, 1],
    ])
  })

  it('learns who leads and asks again when a leader has moved', async () => {
    const cluster = new OneBroker((_, attempt) => {
      if (attempt < 3) throw leaderMoved()
      return [fetched(0, [message(0, { first: 0, last: 0 })], 1)]
    })

    const [answer] = await new LogFetcher({ cluster, topic, signal, waits }).fetch([
      { partition: 0, from: 0, to: 1 },
    ])

    expect(answer?.records).toHaveLength(1)
    expect(cluster.refreshes).toBe(2)
  })

  it('gives up when the leader stays away', async () => {
    const cluster = new OneBroker(() => {
      throw leaderMoved()
    })

    const fetching = new LogFetcher({ cluster, topic, signal, waits }).fetch([
      { partition: 0, from: 0, to: 1 },
    ])

    await expect(fetching).rejects.toThrow('moved')
    expect(cluster.requests).toHaveLength(1 + waits.attemptsMax)
  })

  it('does not ask again what the broker will never answer', async () => {
    const cluster = new OneBroker(() => {
      throw new kafkajs.KafkaJSNonRetriableError('no')
    })

    const fetching = new LogFetcher({ cluster, topic, signal, waits }).fetch([
      { partition: 0, from: 0, to: 1 },
    ])

    await expect(fetching).rejects.toThrow('no')
    expect(cluster.requests).toHaveLength(1)
  })
})
