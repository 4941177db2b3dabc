import { type Servers } from '../cli/servers.ts'
import { createAdmin, type KafkaAdmin } from '../runtime/kafka/admin.ts'
import { startTcpProxy, type TcpProxy } from '../test/tcp-proxy.ts'
import { committedOf, createOutages, drain, endOf } from './backlog.ts'
import { onBenchStack } from './bench-stack.ts'
import { type MeasuredWorker, startMeasuredWorker } from './worker-child.ts'

const customers = 5000
const events = { warmUp: 90_000, drain: 150_000, away: 300_000 }
const awaySeconds = 300
const sampleMs = 1000
const groupId = 'bench-away'

/**
 * Five minutes without Elasticsearch, in which a thousand events a second are appended: how fast is
 * the worker then, beside one that drains a backlog as fast as it can, and how much memory does it
 * take before, meanwhile and afterwards?
 */
export function benchAway(say: (text: string) => void): Promise<object> {
  return onBenchStack(say, async ({ servers, connection }) => {
    const admin = await createAdmin(connection)
    const outages = createOutages(connection, customers)
    await outages.append(events.warmUp)
    await drain({ servers, connection, groupId, workers: 1 })
    await outages.append(events.drain)
    const drained = await drain({ servers, connection, groupId, workers: 1 })
    say(`one worker drains ${Math.round(drained.eventsPerSecond)} events/s`)
    const { port } = new URL(servers.elasticsearch.url)
    const proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(port) })
    const url = `http://127.0.0.1:${proxy.port}`
    const through = { ...servers, elasticsearch: { ...servers.elasticsearch, url } }
    const append = () => outages.append(events.away)
    const figures = await goAway({ servers: through, admin, proxy, append, say })
    await admin.close()
    return { runs: 1, drainEventsPerSecond: drained.eventsPerSecond, ratio: figures.eventsPerSecond / drained.eventsPerSecond, ...figures } // prettier-ignore
  })
}

interface Outage {
  readonly servers: Servers
  readonly admin: KafkaAdmin
  readonly proxy: TcpProxy
  readonly append: () => Promise<void>
  readonly say: (text: string) => void
}

async function goAway({ servers, admin, proxy, append, say }: Outage) {
  const worker = startMeasuredWorker({ servers, groupId })
  const hasJoined = () => Promise.resolve((worker.figures?.stats.partitions.length ?? 0) > 0)
  const before = await watchUntil(worker, hasJoined)
  await proxy.cut()
  say(`Elasticsearch is away; the worker takes ${before.peakMiB} MiB`)
  const awayAt = performance.now()
  await append()
  const isOver = () => Promise.resolve(performance.now() - awayAt > awaySeconds * 1000)
  const meanwhile = await watchUntil(worker, isOver)
  const committed = await committedOf(admin, groupId)
  const left = (await endOf(admin)) - committed
  await proxy.mend()
  const backAt = performance.now()
  say(`it is back after ${awaySeconds} s, ${left} events later; the worker takes ${meanwhile.peakMiB} MiB`) // prettier-ignore
  const afterwards = await watchUntil(worker, () => isDone(admin))
  const eventsPerSecond = (left / (performance.now() - backAt)) * 1000
  await worker.stop()
  await proxy.cut()
  return {
    eventsPerSecond,
    beforeMiB: before.peakMiB,
    awayMiB: meanwhile.peakMiB,
    catchUpMiB: afterwards.peakMiB,
  }
}

async function isDone(admin: KafkaAdmin): Promise<boolean> {
  return (await committedOf(admin, groupId)) >= (await endOf(admin))
}

/** Most memory that it took until then. */
async function watchUntil(
  worker: MeasuredWorker,
  isOver: () => Promise<boolean>,
): Promise<{ readonly peakMiB: number }> {
  let peakMiB = 0
  do {
    await new Promise((resolve) => setTimeout(resolve, sampleMs))
    peakMiB = Math.max(peakMiB, Math.round(worker.figures?.rssMiB ?? 0))
  } while (!(await isOver()))
  return { peakMiB }
}
