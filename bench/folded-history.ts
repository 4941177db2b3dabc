import { Agent } from 'node:http'
import { systemClock } from '../cli/clock.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { concreteIndexOf } from '../contracts/index-definition.ts'
import { partitionOf } from '../contracts/partition.ts'
import { type Contribution, type LogRecord, type StateBody } from '../contracts/processor.ts'
import { type EpochMs } from '../contracts/time.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { type Departure } from '../generator/departure.ts'
import { planRun } from '../generator/run-plan.ts'
import { Scenario } from '../generator/scenarios/scenario.ts'
import { trafficOf } from '../generator/traffic.ts'
import { postBulk } from './raw-bulk.ts'

const { name: topic, partitions } = bankActivity
const indexVersion = 1
const documentsPerRequest = 5000

interface History {
  readonly customers: number
  readonly days: number
}

/**
 * Writes the history of a bank until now as a worker would have it in the end, without Kafka: what
 * is asked is how fast it is read. Templates must be there.
 *
 * @returns how many events it was
 */
export async function writeFoldedHistory(
  url: string,
  { customers, days }: History,
): Promise<number> {
  const processor = bankProcessor(defaultFoldSettings)
  const states = new Map<string, StateBody>()
  const windows = new Map<string, { readonly place: Contribution; body: StateBody }>()
  const writer = new BulkLines(url)
  let offset = 0
  for (const departure of historyOf({ customers, days })) {
    const record = recordOf(departure, offset++)
    const decoded = processor.decode(record, partitions)
    if (!decoded.ok) throw new Error(`a record of the history is no event: ${decoded.reason}`)
    const { event } = decoded
    const before = states.get(event.subject)
    const { eventDocument, state, contributions = [] } = processor.apply(event, record, before)
    const { index, id, time, body } = eventDocument
    await writer.add(concreteIndexOf(index, indexVersion, time), id, body)
    if (state !== undefined) states.set(event.subject, state)
    for (const place of contributions) {
      const key = `${topic}-${record.partition}-${place.id}`
      windows.set(key, { place, body: place.addTo(windows.get(key)?.body) })
    }
  }
  const model = processor.readModel
  if (model === undefined) throw new Error('the bank has a read model')
  const customersIndex = concreteIndexOf(model.index, indexVersion, '')
  for (const [key, body] of states) await writer.add(customersIndex, model.idOf(key), body)
  for (const [id, { place, body }] of windows) {
    await writer.add(concreteIndexOf(place.index, indexVersion, place.time), id, body)
  }
  await writer.close()
  return offset
}

function* historyOf({ customers, days }: History): Generator<Departure> {
  const scenario = Scenario.parse({
    summary: 'The history of a benchmark.',
    customers,
    history_days: days,
    stages: [{ kind: 'constant', rate: 1 }],
  })
  const { traffic: plan } = planRun({ scenario, seed: 1 }, systemClock.now())
  const traffic = trafficOf(plan, partitions)
  for (;;) {
    const departure = traffic.next(plan.liveFrom)
    if (departure === undefined) return
    yield departure
  }
}

function recordOf({ key, value, leavesMs }: Departure, offset: number): LogRecord {
  const keyBytes = Buffer.from(key)
  return {
    topic,
    partition: partitionOf(keyBytes, partitions),
    offset,
    appendTime: leavesMs as EpochMs,
    key: keyBytes,
    value: Buffer.from(value),
    headers: {},
  }
}

/** Documents on their way, one request at a time beside the one that is being filled. */
class BulkLines {
  readonly #url: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  #lines: string[] = []
  #underWay: Promise<void> = Promise.resolve()

  constructor(url: string) {
    this.#url = url
  }

  async add(index: string, id: string, body: object): Promise<void> {
    const action = `{"index":{"_index":"${index}","_id":${JSON.stringify(id)}}}`
    this.#lines.push(`${action}\n${JSON.stringify(body)}\n`)
    if (this.#lines.length >= documentsPerRequest) await this.#send()
  }

  async close(): Promise<void> {
    if (this.#lines.length > 0) await this.#send()
    await this.#underWay
    this.#agent.destroy()
    await fetch(`${this.#url}/_refresh`, { method: 'POST' })
  }

  async #send(): Promise<void> {
    const body = Buffer.from(this.#lines.join(''))
    this.#lines = []
    await this.#underWay
    this.#underWay = postBulk(this.#url, body, this.#agent)
  }
}
