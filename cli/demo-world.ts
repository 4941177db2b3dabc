import { join } from 'node:path'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { createGenerator, type EventGenerator } from '../generator/generate.ts'
import { kafkaLogTail } from '../generator/log-tail.ts'
import { fingerprintOf } from '../generator/plan.ts'
import { type OpenedWorld, openWorld, type WantedWorld } from '../generator/resume.ts'
import { Lanes } from '../generator/sinks/lanes.ts'
import { trafficOf } from '../generator/traffic.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import {
  connectKafka,
  type KafkaConnection,
  type KafkaServers,
} from '../runtime/kafka/connection.ts'
import { type Log } from '../runtime/log.ts'
import { systemClock } from './clock.ts'
import { openProducers } from './generator-producers.ts'

interface Options {
  readonly kafka: KafkaServers
  /** Where the plan of the world is kept between two demos. */
  readonly folder: string
  readonly wanted: WantedWorld
  readonly log: Log
  readonly signal: AbortSignal
  readonly onNotice: (text: string) => void
}

/** The bank of the demo: new, or gone on with where the log ends. */
export interface DemoWorld {
  readonly generator: EventGenerator
  /** `--seed … --start …`, with which the same world can be generated again. */
  readonly repeatBy: string
  /** True when events of it were in the log already. */
  readonly isContinued: boolean
  close(): Promise<void>
}

/** Opens the world whose events the log holds, or a new one (generator/resume.ts). */
export async function openDemoWorld(options: Options): Promise<DemoWorld> {
  const { kafka, log, signal, onNotice } = options
  const connection = connectKafka(kafka, { clientId: 'tally-demo', log })
  const opened = await resumeWorld(connection, options)
  const { plan: world, liveFrom, sentBefore } = opened
  const { name: topic, partitions } = bankActivity
  const { producers, close } = await openProducers(connection, signal)
  const sink = new Lanes({
    producers,
    topic,
    partitions,
    fingerprint: fingerprintOf(world),
    signal,
    now: systemClock.now,
    onNotice,
  })
  const schedule = { start: world.start, liveFrom, anchor: 'clock' } as const
  const traffic = trafficOf({ world, arrival: 'poisson', outages: [], liveFrom }, partitions)
  const clock = systemClock
  return {
    generator: createGenerator({ traffic, sink, schedule, clock, signal, sentBefore }),
    repeatBy: `--seed ${opened.plan.seed} --start ${new Date(opened.plan.start).toISOString()}`,
    isContinued: opened.lastMs !== undefined,
    close,
  }
}

async function resumeWorld(
  connection: KafkaConnection,
  { folder, wanted, signal }: Options,
): Promise<OpenedWorld> {
  const admin = await createAdmin(connection)
  const { name: topic, partitions } = bankActivity
  const tail = kafkaLogTail(connection, { admin, topic, signal })
  const place = { folder: join(folder, 'world'), tail, partitions }
  try {
    return await openWorld({ ...place, wanted, now: systemClock.now() })
  } finally {
    await admin.close()
  }
}
