import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../cli/clock.ts'
import { openProducers } from '../cli/generator-producers.ts'
import { type Servers } from '../cli/servers.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { createGenerator } from '../generator/generate.ts'
import { foundingMs } from '../generator/plan.ts'
import { Lanes } from '../generator/sinks/lanes.ts'
import { trafficOf } from '../generator/traffic.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { type LatencySummary } from '../runtime/latencies.ts'
import { createLog } from '../runtime/log.ts'
import { kafkaSinkOptions } from './generator-load.ts'

/** Events as they happen, by the clock of this machine, in a process of their own. */
export interface LiveTask {
  readonly kafka: Servers['kafka']
  readonly perSecond: number
  readonly customers: number
}

export interface Live {
  /** Settles when every customer is registered and what is sent from now on is live. */
  readonly isLive: Promise<void>
  /** Ends it. @returns how far behind the intended moment its events were sent */
  stop(): Promise<LatencySummary>
}

export function startLive(task: LiveTask): Live {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(task)])
  const nextMessage = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => {
        reject(new Error(`a generator ended with ${String(code)} before it answered`))
      })
    })
  return {
    isLive: nextMessage().then(() => undefined),
    stop: async () => {
      const delays = nextMessage()
      child.send('stop')
      return (await delays) as LatencySummary
    },
  }
}

/** Customers are registered at once; then they spend, at an even rate, until the parent says so. */
async function live({ kafka, perSecond, customers }: LiveTask): Promise<LatencySummary> {
  const log = createLog({ level: 'warn', name: 'bench-live' })
  const stopping = new AbortController()
  const stop = () => {
    stopping.abort()
  }
  process.once('message', stop)
  // Nobody measures any more.
  process.once('disconnect', stop)
  const { signal } = stopping
  const { producers, close } = await openProducers(connectKafka(kafka, { clientId: 'tally-bench-live', log }), signal) // prettier-ignore
  const start = Date.now() - foundingMs
  const liveFrom = start + foundingMs
  const phases = [{ from: liveFrom, perSecond, rhythm: 'steady' }] as const
  const world = { seed: 1, start, customers, phases }
  const plan = { world, arrival: 'poisson', outages: [], liveFrom } as const
  const sink = new Lanes({ producers, ...kafkaSinkOptions(plan), signal })
  const generator = createGenerator({
    traffic: trafficOf(plan, bankActivity.partitions),
    sink,
    schedule: { start, liveFrom, anchor: 'clock' },
    clock: systemClock,
    signal,
  })
  await generator.runHistory()
  process.send?.('live')
  await generator.runLive()
  await close()
  return generator.stats().live.delayMs
}

const [, file, task] = process.argv
if (process.send !== undefined && file === fileURLToPath(import.meta.url) && task !== undefined) {
  const delays = await live(JSON.parse(task) as LiveTask)
  if (process.connected) process.send(delays)
  if (process.connected) process.disconnect()
}
