import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { deadLettersTopic } from '../contracts/dead-letter.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { createIndexStore } from '../ingest/setup/index-store.ts'
import { metaIdOf, metaIndex } from '../ingest/setup/meta.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createAdmin, type KafkaAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka, type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createProducer, type OutgoingMessage } from '../runtime/kafka/producer.ts'
import { createLog } from '../runtime/log.ts'
import { findIndexVersion } from '../cli/set-up-servers.ts'
import { type RunningTally, runTally, startTally } from './tally.ts'
import { openTestStack, type TestStack } from './test-stack.ts'
import { waitFor } from './wait-for.ts'

/** Where each record of the log has one document, whatever it is. */
export const everything = 'tally-transactions,tally-customer-events,tally-dead-letters'

/** What an audit tells that has nothing to tell. */
export const rightInAll = { missing: 0, unexpected: 0, different: 0, differences: [], ok: true }

/** What `tally rebuild --json` prints. */
interface Report {
  readonly indexVersion: number
  readonly isResumed: boolean
  readonly handoverSeconds: number
  readonly dropped: readonly string[]
}

interface Meta {
  readonly state: string
  readonly retention_floor?: string
}

interface Opened {
  readonly folder: string
  readonly stack: TestStack
  readonly connection: KafkaConnection
  readonly admin: KafkaAdmin
}

/**
 * A bank of 4,000 events and five records that are none, in servers of its own: a swap of aliases
 * is no business of other tests. Commands that are still running after a test are stopped.
 */
export function useBankOfItsOwn(): Bank {
  const bank = new Bank()
  beforeAll(() => bank.open(), 240_000)
  afterEach(() => bank.stopAll(), 60_000)
  afterAll(() => bank.close(), 60_000)
  return bank
}

class Bank {
  #opened: Opened | undefined
  readonly #running: RunningTally[] = []

  async open(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'tally-rebuild-'))
    const stack = await openTestStack(join(folder, 'stack'), () => undefined)
    const log = createLog({ level: 'silent', name: 'test' })
    const { brokers } = stack.servers.kafka
    const connection = connectKafka({ brokers, ssl: undefined, sasl: undefined }, { clientId: 'test', log }) // prettier-ignore
    this.#opened = { folder, stack, connection, admin: await createAdmin(connection) }
    await this.run('setup')
    await this.run('generate', '--backfill', '7', '--customers', '200', '--events', '4000')
    await this.appendPoison(5)
  }

  async close(): Promise<void> {
    const { admin, stack, folder } = this.#fixture
    await admin.close()
    await stack.servers.stop()
    await rm(folder, { recursive: true, force: true })
  }

  get url(): string {
    return this.#fixture.stack.servers.elasticsearch.url
  }

  get kafkaPort(): number {
    return Number(this.#fixture.stack.servers.kafka.brokers[0]?.split(':')[1])
  }

  run(...words: string[]): Promise<string> {
    return runTally(words, this.#environment)
  }

  start(...words: string[]): RunningTally {
    return this.startWith({}, ...words)
  }

  /** @param environment instead of what its servers would be, or beside it */
  startWith(environment: Readonly<Record<string, string>>, ...words: string[]): RunningTally {
    const started = startTally(words, { ...this.#environment, ...environment })
    this.#running.push(started)
    return started
  }

  async stop({ process, ended }: RunningTally): Promise<void> {
    process.kill('SIGTERM')
    await ended
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((each) => this.stop(each)))
  }

  async rebuild(...flags: string[]): Promise<Report> {
    return lastJson(await this.run('rebuild', '--json', ...flags)) as Report
  }

  async audit(): Promise<unknown> {
    // Its status is 1 when something differs, and then the report says what.
    return lastJson(await this.run('audit', '--json').catch(String))
  }

  /** All of the log, also what is appended meanwhile. */
  async untilDone(): Promise<void> {
    const isDone = async () => {
      const groupId = metaIdOf(await this.liveVersion())
      const commits = await this.#fixture.admin.groupOffsets(groupId, bankActivity.name)
      const done = commits.reduce((sum, { offset }) => sum + (offset ?? 0), 0)
      return done >= (await this.appended()) || undefined
    }
    await waitFor('everything to be done', isDone, { deadlineMs: 120_000 })
  }

  /** How many records the log has. */
  appended(): Promise<number> {
    return this.#endOf(bankActivity.name)
  }

  lettersInTopic(): Promise<number> {
    return this.#endOf(deadLettersTopic.name)
  }

  appendPoison(count: number): Promise<void> {
    return this.append(
      Array.from({ length: count }, (_, at) => ({ key: `p-${at}`, value: 'none' })),
    )
  }

  async append(messages: readonly OutgoingMessage[]): Promise<void> {
    const producer = await createProducer(this.#fixture.connection)
    await producer.send(bankActivity.name, messages)
    await producer.close()
  }

  /** @throws when one of the indices is not there */
  async countOf(indices: string): Promise<number> {
    const answer = await fetch(`${this.url}/${indices}/_count`)
    if (!answer.ok) throw new Error(`${indices}: ${await answer.text()}`)
    return ((await answer.json()) as { count: number }).count
  }

  /** Of everything that is ours. */
  async emptyElasticsearch(): Promise<void> {
    const found = await fetch(`${this.url}/tally-*`)
    for (const index of Object.keys((await found.json()) as object)) {
      await fetch(`${this.url}/${index}`, { method: 'DELETE' })
    }
    await fetch(`${this.url}/_index_template/tally-*`, { method: 'DELETE' })
  }

  async stateOf(version: number): Promise<string | undefined> {
    return (await this.metaOf(version))?.state
  }

  /** The meta document of a version. */
  async metaOf(version: number): Promise<Meta | undefined> {
    const answer = await fetch(`${this.url}/${metaIndex}/_doc/${metaIdOf(version)}`)
    return ((await answer.json()) as { _source?: Meta })._source
  }

  /** Of ours, by name. */
  async indices(): Promise<string[]> {
    const answer = await fetch(`${this.url}/tally-*`)
    return Object.keys((await answer.json()) as object).sort()
  }

  async liveVersion(): Promise<number> {
    const { url } = this
    const client = connectElasticsearch({ url, auth: undefined, ca: undefined })
    try {
      return await findIndexVersion(createIndexStore(client, url))
    } finally {
      await client.close()
    }
  }

  /**
   * Counts through the aliases without a pause, and each time what the log has afterwards.
   *
   * @returns how to end it
   */
  startReading() {
    const reads: { readonly count: number; readonly atMost: number }[] = []
    let isStopped = false
    const read = async () => {
      while (!isStopped) {
        const count = await this.countOf(everything)
        reads.push({ count, atMost: await this.appended() })
      }
      return reads
    }
    const ended = read()
    ended.catch(() => undefined)
    return () => {
      isStopped = true
      return ended
    }
  }

  /** kafkajs may forget a topic while another question makes it look topics up. */
  async #endOf(topic: string): Promise<number> {
    const ask = () => this.#fixture.admin.offsetsOf(topic).catch(() => undefined)
    const ends = await waitFor(`the ends of ${topic}`, ask)
    return ends.reduce((sum, { end }) => sum + end, 0)
  }

  get #environment() {
    const { kafka, elasticsearch } = this.#fixture.stack.servers
    return { KAFKA_BROKERS: kafka.brokers.join(','), ELASTICSEARCH_URL: elasticsearch.url }
  }

  get #fixture(): Opened {
    if (this.#opened === undefined) throw new Error('use it inside a test')
    return this.#opened
  }
}

function lastJson(output: string): unknown {
  const line = output.split('\n').findLast((each) => each.startsWith('{"'))
  return JSON.parse(line ?? '{}')
}
