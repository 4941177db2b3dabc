import { type Servers } from '../cli/servers.ts'
import { Latencies, type LatencySummary } from '../runtime/latencies.ts'
import { lagOf } from '../ingest/worker-stats.ts'
import { createOutages, drain } from './backlog.ts'
import { onBenchStack } from './bench-stack.ts'
import { startLive } from './live-child.ts'
import { VisibleDocuments } from './visible-documents.ts'
import { type MeasuredWorker, startMeasuredWorker } from './worker-child.ts'

const backlog = { events: 90_000, customers: 5000 }
const groupId = 'bench-latency'
/** Elasticsearch takes four times as long before it is compiled, which takes minutes. */
const drains = 5
/** Of the rate at which a backlog is drained. */
const shares = [0.1, 0.25, 0.5]
/** Of live events, until that is compiled too. */
const warmSeconds = 40
const caughtUpSecondsMax = 120
const seconds = 60
const tailSeconds = 10
const pollMs = 50
const runs = 2

/**
 * How long after an event was meant to be sent can a search find it, at a tenth, a quarter and half
 * of the rate at which one worker drains a backlog?
 *
 * Every event counts, from the intended moment, so that a generator that falls behind is no excuse
 * (coordinated omission). Read models tell of the newest event that is in them. Generator, Kafka,
 * worker, Elasticsearch and the looks share one machine.
 */
export function benchLatency(say: (text: string) => void): Promise<object> {
  return onBenchStack(say, async ({ servers, connection }) => {
    const outages = createOutages(connection, backlog.customers)
    let eventsPerSecond = 0
    for (let turn = 1; turn <= drains; turn += 1) {
      await outages.append(backlog.events)
      const drained = await drain({ servers, connection, groupId, workers: 1 })
      eventsPerSecond = drained.eventsPerSecond
      say(`one worker drains ${Math.round(eventsPerSecond)} events/s`)
    }
    const measured = []
    for (const share of shares) {
      const perSecond = Math.round(share * eventsPerSecond)
      measured.push({ share, ...(await measureAt(perSecond, servers, say)) })
    }
    return { runs, eventsPerSecond, measured }
  })
}

async function measureAt(perSecond: number, servers: Servers, say: (text: string) => void) {
  const worker = startMeasuredWorker({ servers, groupId })
  const live = startLive({ kafka: servers.kafka, perSecond, customers: backlog.customers })
  await live.isLive
  await caughtUp(worker, perSecond)
  const latencies = []
  for (let run = 1; run <= runs; run += 1) {
    const latency = await watch(servers)
    say(`at ${perSecond} events/s: ${JSON.stringify(latency)}`)
    latencies.push(latency)
  }
  const sentBehind = await live.stop()
  await worker.stop()
  return { perSecond, latencies, sentBehind }
}

/** Warm, and less than a second behind; or the time is over, which the figures then tell. */
async function caughtUp(worker: MeasuredWorker, perSecond: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, warmSeconds * 1000))
  const deadline = performance.now() + caughtUpSecondsMax * 1000
  for (;;) {
    const stats = worker.figures?.stats
    if (stats !== undefined && stats.partitions.length > 0 && lagOf(stats) < perSecond) return
    if (performance.now() > deadline) return
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

/** Of documents, from the moment that their events were meant to be sent. */
type Visibility = LatencySummary & { readonly documents: number }

/**
 * Looks all the time at what has become visible, of what was meant to be sent in a span; and for a
 * while after it, so that the slowest count too.
 *
 * @throws Error when nothing was: then the worker is far behind
 */
async function watch({ elasticsearch: { url } }: Servers): Promise<{
  readonly events: Visibility
  readonly readModels: Visibility
}> {
  const month = new Date().toISOString().slice(0, 7).replace('-', '.')
  const events = new Watched(url, `tally-transactions-v1-${month}`, 'event.recorded')
  const readModels = new Watched(url, 'tally-customers-v1', '@timestamp')
  const span = [Date.now(), Date.now() + seconds * 1000] as const
  while (Date.now() < span[1] + tailSeconds * 1000) {
    await events.look(span)
    await readModels.look(span)
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  return { events: events.summary(), readModels: readModels.summary() }
}

class Watched {
  readonly #visible: VisibleDocuments
  readonly #latencies = new Latencies()
  #documents = 0

  constructor(url: string, index: string, field: string) {
    this.#visible = new VisibleDocuments(url, index, field)
  }

  async look([from, to]: readonly [number, number]): Promise<void> {
    const visible = await this.#visible.next()
    const now = Date.now()
    for (const time of visible) {
      if (time < from || time >= to) continue
      this.#documents += 1
      this.#latencies.record(now - time)
    }
  }

  summary(): Visibility {
    if (this.#documents === 0) throw new Error('nothing has become visible in time')
    return { documents: this.#documents, ...this.#latencies.summary() }
  }
}
