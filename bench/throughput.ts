import { type Servers } from '../cli/servers.ts'
import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { appendHistory, appendOutage, drain, type Drained } from './backlog.ts'
import { onBenchStack } from './bench-stack.ts'
import { giveOwnCore, shareOneCore } from './own-core.ts'
import { bulkShapes, sendRawBulk } from './raw-bulk.ts'
import { startRecordingProxy } from './recording-proxy.ts'
import { formatSpread, spreadOf } from './spread.ts'

const events = 90_000
const customers = 5000
const runs = 5

/**
 * How fast does one worker drain a backlog, beside Elasticsearch fed with the same requests?
 *
 * A worker's own requests are recorded once, event and state documents with their versions; then
 * draining and raw `_bulk` take turns, so that a machine that slows down slows both. Raw is the best
 * of several shapes, with Kafka idle. The ratio is that of documents written a second, as how often
 * a state document is written depends on the pace. The first turns are not counted: Elasticsearch
 * takes four times as long before it is compiled.
 */
function benchDrain(
  say: (text: string) => void,
  append: typeof appendHistory,
  prepare: (servers: Servers) => Promise<void> = () => Promise.resolve(),
): Promise<object> {
  return onBenchStack(say, async ({ servers, connection }) => {
    await prepare(servers)
    say(`appending ${count(events)} events`)
    await append(connection, { events, customers })
    const operations = await record(servers, connection)
    say(`${count(operations.length)} documents written for ${count(events)} events`)
    return await compare({ servers, connection, operations, say })
  })
}

/** Of the first part of the demo's history. */
export function benchThroughput(say: (text: string) => void): Promise<object> {
  return benchDrain(say, appendHistory)
}

/** Of what came together while nobody read. */
export function benchOutage(say: (text: string) => void): Promise<object> {
  return benchDrain(say, appendOutage)
}

/**
 * Of the same, where Elasticsearch has a core for itself, and Kafka and the worker share another, as
 * on machines of their own: the raw requests come from that other core, too.
 */
export async function benchApart(say: (text: string) => void): Promise<object> {
  await shareOneCore()
  return benchDrain(say, appendOutage, ({ elasticsearch: { url } }) => giveOwnCore(url))
}

/** What a worker sends, in its order. */
async function record(servers: Servers, connection: KafkaConnection): Promise<readonly string[]> {
  await deleteIndices(servers.elasticsearch.url)
  const proxy = await startRecordingProxy(servers.elasticsearch.url)
  const through = { ...servers, elasticsearch: { ...servers.elasticsearch, url: proxy.url } }
  await drain({ servers: through, connection, groupId: 'bench-recording', workers: 1 })
  const operations = proxy.operations()
  await proxy.close()
  return operations
}

interface Comparison {
  readonly servers: Servers
  readonly connection: KafkaConnection
  readonly operations: readonly string[]
  readonly say: (text: string) => void
}

/** What one turn came to. */
interface Turn {
  readonly one: Drained
  /** Documents a second, in the best shape. */
  readonly raw: number
  readonly two: Drained
}

async function compare({ say, ...comparison }: Comparison): Promise<object> {
  const turns: Turn[] = []
  for (let run = 0; run <= runs; run += 1) {
    const turn = await takeTurn(comparison, run)
    say(`${run === 0 ? 'warming up' : `run ${run}`}: ${describe(turn.one)}; raw ${count(turn.raw)} documents/s; two workers: ${describe(turn.two)}`) // prettier-ignore
    if (run > 0) turns.push(turn)
  }
  const figures = {
    oneWorker: spreadOf(turns.map(({ one }) => one.eventsPerSecond)),
    oneWorkerDocuments: spreadOf(turns.map(({ one }) => one.operationsPerSecond)),
    oneWorkerMicroseconds: spreadOf(turns.map(({ one }) => one.cpuMicroseconds)),
    oneWorkerMiB: spreadOf(turns.map(({ one }) => one.peakMiB)),
    twoWorkers: spreadOf(turns.map(({ two }) => two.eventsPerSecond)),
    twoWorkersDocuments: spreadOf(turns.map(({ two }) => two.operationsPerSecond)),
    rawDocuments: spreadOf(turns.map(({ raw }) => raw)),
  }
  for (const [name, spread] of Object.entries(figures)) say(`${name}: ${formatSpread(spread)}`)
  const ratio = spreadOf(turns.map(({ one, raw }) => one.operationsPerSecond / raw))
  const ratioOfTwo = spreadOf(turns.map(({ two, raw }) => two.operationsPerSecond / raw))
  say(`ratio: ${formatSpread(ratio, 2)}; of two workers: ${formatSpread(ratioOfTwo, 2)}`)
  return { runs, ratio: ratio.median, ratioSpread: ratio, ratioOfTwo, eventsPerSecond: figures.oneWorker.median, ...figures } // prettier-ignore
}

async function takeTurn(
  { servers, connection, operations }: Omit<Comparison, 'say'>,
  run: number,
): Promise<Turn> {
  const { url } = servers.elasticsearch
  await deleteIndices(url)
  const one = await drain({ servers, connection, groupId: `bench-one-${run}`, workers: 1 })
  let raw = 0
  for (const shape of bulkShapes) {
    await deleteIndices(url)
    raw = Math.max(raw, await sendRawBulk(url, operations, shape))
  }
  await deleteIndices(url)
  const two = await drain({ servers, connection, groupId: `bench-two-${run}`, workers: 2 })
  return { one, raw, two }
}

function describe({
  eventsPerSecond,
  operationsPerSecond,
  cpuMicroseconds,
  peakMiB,
}: Drained): string {
  return `${count(eventsPerSecond)} events/s, ${count(operationsPerSecond)} documents/s, ${cpuMicroseconds.toFixed(0)} µs each, ${peakMiB.toFixed(0)} MiB`
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}

async function deleteIndices(url: string): Promise<void> {
  const kinds = ['transactions', 'customer-events', 'customers', 'activity', 'dead-letters']
  const names = kinds.map((kind) => `tally-${kind}-v1*`).join(',')
  const found = await fetch(`${url}/_cat/indices/${names}?h=index`)
  const indices = (await found.text()).trim().split('\n').filter(Boolean)
  for (const index of indices) await fetch(`${url}/${index}`, { method: 'DELETE' })
}
