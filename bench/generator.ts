import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../cli/clock.ts'
import { openProducers } from '../cli/generator-producers.ts'
import { requireSetUp } from '../cli/set-up-servers.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { createGenerator } from '../generator/generate.ts'
import { type Punctuality } from '../generator/pace.ts'
import { Lanes } from '../generator/sinks/lanes.ts'
import { type TrafficPlan } from '../generator/traffic.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { type Producer } from '../runtime/kafka/producer.ts'
import { createLog } from '../runtime/log.ts'
import { measureInChild } from './generator-child.ts'
import {
  foundedLoad,
  foundedMs,
  kafkaSinkOptions,
  type LoadOptions,
  sendFast,
} from './generator-load.ts'
import { openBenchStack, serversOf } from './bench-stack.ts'
import { formatSpread, type Spread, spreadOf } from './spread.ts'

const runs = 3
const customers = 100_000
const fastEvents = 1_000_000
const memoryCustomers = 1_000_000
const memoryEvents = 300_000
const kafkaEvents = 600_000
const liveSeconds = 20
const log = createLog({ level: 'warn', name: 'bench' })

/**
 * How many events a second does one generator make, what do they take, and how punctual is it at
 * half of what it can?
 *
 * Into nothing, into a file and into the embedded Kafka, which has the same processors. The runs
 * take turns, so that a machine that slows down slows all alike.
 */
export async function benchGenerator(say: (text: string) => void): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-bench-'))
  try {
    const alone = await benchAlone(folder, say)
    return { runs, ...alone, ...(await benchKafka(folder, say)) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function benchAlone(folder: string, say: (text: string) => void) {
  const nothing: number[] = []
  const file: number[] = []
  const bytes: number[] = []
  const peaks: number[] = []
  for (let seed = 1; seed <= runs; seed += 1) {
    const path = join(folder, `${seed}.lines`)
    const fast = { seed, customers, events: fastEvents }
    nothing.push((await measureInChild(fast)).eventsPerSecond)
    const written = await measureInChild({ ...fast, path })
    await rm(path)
    file.push(written.eventsPerSecond)
    bytes.push(written.bytesPerEvent)
    const big = { seed, customers: memoryCustomers, events: memoryEvents }
    peaks.push((await measureInChild(big)).peakMiB)
  }
  say(`${'into nothing'.padEnd(width)} ${formatSpread(spreadOf(nothing))} events/s`)
  say(`${'into a file'.padEnd(width)} ${formatSpread(spreadOf(file))} events/s`)
  say(`${'a line'.padEnd(width)} ${formatSpread(spreadOf(bytes))} bytes`)
  say(`${'peak at 1,000,000 customers'.padEnd(width)} ${formatSpread(spreadOf(peaks))} MiB`)
  return {
    nothing: spreadOf(nothing),
    file: spreadOf(file),
    bytesPerLine: spreadOf(bytes),
    peakMiB: spreadOf(peaks),
  }
}

const width = 'peak at 1,000,000 customers'.length

async function benchKafka(folder: string, say: (text: string) => void) {
  const stack = await openBenchStack(folder, say)
  try {
    const servers = serversOf(stack)
    await requireSetUp(servers, log)
    const connection = connectKafka(servers.kafka, { clientId: 'tally-bench', log })
    const { producers, close } = await openProducers(connection, new AbortController().signal)
    const kafka = await sendIntoKafka(producers)
    const bytesInLog = (await bytesOfTopic(folder)) / (runs * kafkaEvents)
    say(`${'into Kafka'.padEnd(width)} ${formatSpread(kafka)} events/s`)
    say(`${'in its log'.padEnd(width)} ${Math.round(bytesInLog)} bytes an event`)
    const livePerSecond = Math.round(kafka.median / 2)
    const live = await sendLive(producers, livePerSecond)
    say(`${`live at ${livePerSecond}/s`.padEnd(width)} ${describe(live)}`)
    await close()
    return { kafka, bytesInLog, livePerSecond, live }
  } finally {
    await stack.stop()
  }
}

function describe({ due, late, delayMs: { p50, p99, max } }: Punctuality): string {
  return `p50 ${p50} ms, p99 ${p99} ms, max ${max} ms behind; ${late} of ${due} late`
}

async function sendIntoKafka(producers: readonly Producer[]): Promise<Spread> {
  const perSecond: number[] = []
  for (let seed = 1; seed <= runs; seed += 1) {
    const { plan, traffic } = foundedLoad(loadOptions(seed, 100_000))
    perSecond.push(await sendFast(traffic, kafkaSink(producers, plan), kafkaEvents))
  }
  return spreadOf(perSecond)
}

async function sendLive(producers: readonly Producer[], perSecond: number): Promise<Punctuality> {
  const { plan, traffic } = foundedLoad(loadOptions(runs + 1, perSecond))
  const generator = createGenerator({
    traffic,
    sink: kafkaSink(producers, plan),
    schedule: {
      start: plan.world.start,
      liveFrom: foundedMs,
      endMs: foundedMs + liveSeconds * 1000,
      anchor: 'world',
    },
    clock: systemClock,
    signal: new AbortController().signal,
  })
  await generator.runLive()
  return generator.stats().live
}

function loadOptions(seed: number, perSecond: number): LoadOptions {
  return { seed, customers, perSecond, partitions: bankActivity.partitions }
}

function kafkaSink(producers: readonly Producer[], plan: TrafficPlan): Lanes {
  return new Lanes({ producers, ...kafkaSinkOptions(plan) })
}

/** What the broker has written of the topic, compressed as it was sent. */
async function bytesOfTopic(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true })
  const segments = files.filter((file) => file.endsWith('.log') && file.includes(`/${bankActivity.name}-`)) // prettier-ignore
  const sizes = await Promise.all(segments.map(async (file) => (await stat(join(folder, file))).size)) // prettier-ignore
  return sizes.reduce((sum, size) => sum + size, 0)
}
