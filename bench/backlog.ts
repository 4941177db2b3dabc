import { systemClock } from '../cli/clock.ts'
import { type Servers } from '../cli/servers.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { createGenerator } from '../generator/generate.ts'
import { planRun } from '../generator/run-plan.ts'
import { Scenario } from '../generator/scenarios/scenario.ts'
import { type Sink } from '../generator/sink.ts'
import { KafkaSink } from '../generator/sinks/kafka.ts'
import { type TrafficPlan, trafficOf } from '../generator/traffic.ts'
import { createAdmin, type KafkaAdmin } from '../runtime/kafka/admin.ts'
import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'
import { PipelineError } from '../runtime/problem.ts'
import { kafkaSinkOptions, sendFast, steadyPlan } from './generator-load.ts'
import { type MeasuredWorker, startMeasuredWorker } from './worker-child.ts'

const { name: topic, partitions } = bankActivity

export interface BacklogSize {
  readonly events: number
  readonly customers: number
}

/**
 * Appends the first part of the demo's history: events are scattered, so that most of them have
 * the sums of their minute for themselves.
 */
export async function appendHistory(
  connection: KafkaConnection,
  { events, customers }: BacklogSize,
): Promise<void> {
  const scenario = Scenario.parse({
    summary: 'The backlog of a benchmark.',
    customers,
    history_days: 40,
    stages: [{ kind: 'constant', rate: 50 }],
  })
  const run = planRun({ scenario, seed: 1, start: Date.UTC(2026, 0, 5), events }, 0)
  await withSink(connection, run.traffic, async (sink) => {
    const traffic = trafficOf(run.traffic, partitions)
    const { signal } = new AbortController()
    const generator = createGenerator({ traffic, sink, schedule: run.schedule, clock: systemClock, signal }) // prettier-ignore
    await generator.runHistory()
  })
}

/** Appends what comes together while nobody reads: a bank with a thousand events a second. */
export async function appendOutage(
  connection: KafkaConnection,
  { events, customers }: BacklogSize,
): Promise<void> {
  await createOutages(connection, customers).append(events)
}

/**
 * Outages of one bank, one after the other: each goes on in time where the last one ended. Events
 * from before what a customer remembers would have to be looked up, each of them.
 */
export function createOutages(
  connection: KafkaConnection,
  customers: number,
): { append(events: number): Promise<void> } {
  const plan = steadyPlan({ seed: 1, customers, perSecond: 1000 })
  const traffic = trafficOf(plan, partitions)
  return {
    append: (events) =>
      withSink(connection, plan, async (sink) => {
        await sendFast(traffic, sink, events)
      }),
  }
}

async function withSink(
  connection: KafkaConnection,
  plan: TrafficPlan,
  send: (sink: Sink) => Promise<void>,
): Promise<void> {
  const producer = await createProducer(connection)
  await send(new KafkaSink({ producer, ...kafkaSinkOptions(plan) }))
  await producer.close()
}

/** How a backlog was drained. */
export interface Drained {
  readonly eventsPerSecond: number
  /** Documents written, of every kind. */
  readonly operationsPerSecond: number
  /** Processor time of the workers for each event, in µs. */
  readonly cpuMicroseconds: number
  readonly peakMiB: number
}

interface DrainOptions {
  readonly servers: Servers
  readonly connection: KafkaConnection
  /** Has committed nothing yet. */
  readonly groupId: string
  readonly workers: number
}

const deadlineMs = 20 * 60_000
const pollMs = 20

/** Drains the topic, from when every worker has its partitions to when everything is committed. */
export async function drain(options: DrainOptions): Promise<Drained> {
  const { servers, connection, groupId, workers: count } = options
  const admin = await createAdmin(connection)
  const workers = Array.from({ length: count }, () => startMeasuredWorker({ servers, groupId }))
  try {
    const end = await endOf(admin)
    await until(() => workers.every((worker) => (worker.figures?.stats.partitions.length ?? 0) > 0))
    const startedAt = performance.now()
    const before = { ...totalOf(workers), committed: await committedOf(admin, groupId) }
    let committed = before.committed
    await until(async () => {
      committed = await committedOf(admin, groupId)
      return committed >= end
    })
    const seconds = (performance.now() - startedAt) / 1000
    const after = totalOf(workers)
    const events = committed - before.committed
    return {
      eventsPerSecond: events / seconds,
      operationsPerSecond: (after.operations - before.operations) / seconds,
      cpuMicroseconds: ((after.cpuMs - before.cpuMs) * 1000) / events,
      peakMiB: after.rssMiB,
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    await admin.close()
  }
}

export async function endOf(admin: KafkaAdmin): Promise<number> {
  return (await admin.offsetsOf(topic)).reduce((sum, { end }) => sum + end, 0)
}

export async function committedOf(admin: KafkaAdmin, groupId: string): Promise<number> {
  const offsets = await admin.groupOffsets(groupId, topic)
  return offsets.reduce((sum, { offset }) => sum + (offset ?? 0), 0)
}

function totalOf(workers: readonly MeasuredWorker[]) {
  const total = { operations: 0, cpuMs: 0, rssMiB: 0 }
  for (const { figures } of workers) {
    if (figures === undefined) continue
    const { written, alreadyThere } = figures.stats.documents
    total.operations += written + alreadyThere
    total.cpuMs += figures.cpuMs
    total.rssMiB = Math.max(total.rssMiB, figures.rssMiB)
  }
  return total
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + deadlineMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw tooSlow()
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

function tooSlow(): PipelineError {
  return new PipelineError({
    code: 'kafka.unreachable',
    message: `the backlog was not drained within ${deadlineMs / 60_000} minutes`,
    action: 'Run the benchmark on a machine that does nothing else.',
  })
}
