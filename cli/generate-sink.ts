import { bankActivity } from '../contracts/events/bank-activity.ts'
import { kafkaLogTail } from '../generator/log-tail.ts'
import { lookBefore } from '../generator/resume-run.ts'
import { fingerprintOfRun, type Run } from '../generator/run-plan.ts'
import { type SentBefore } from '../generator/sent-before.ts'
import { type Sink } from '../generator/sink.ts'
import { openFileSink } from '../generator/sinks/file.ts'
import { Lanes } from '../generator/sinks/lanes.ts'
import { LineSink } from '../generator/sinks/lines.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka, type KafkaConnection } from '../runtime/kafka/connection.ts'
import { delay } from '../runtime/lifecycle.ts'
import { createLog } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { systemClock } from './clock.ts'
import { type CommandContext } from './command.ts'
import { openProducers } from './generator-producers.ts'
import { resolveKafka } from './servers.ts'

/** A sink with what a run must know of it. */
export interface OpenSink {
  readonly sink: Sink
  /** Of the topic; 1 where whoever reads the lines decides. */
  readonly partitions: number
  /** What of the run is there already. */
  readonly sentBefore?: SentBefore | undefined
  readonly close: () => Promise<void>
}

/**
 * Opens what a run sends to: `kafka`, `stdout` or a file. While Kafka is away it waits for it and
 * says so.
 *
 * @throws PipelineError what makes waiting useless
 */
export async function openSink(kind: string, run: Run, context: CommandContext): Promise<OpenSink> {
  const { now } = systemClock
  if (kind === 'kafka') return openKafkaSink(run, context)
  if (kind !== 'stdout') return { ...(await openFileSink(kind, now)), partitions: 1 }
  const sink = new LineSink({ stream: process.stdout, now })
  return { sink, partitions: 1, close: () => Promise.resolve() }
}

async function openKafkaSink(run: Run, context: CommandContext): Promise<OpenSink> {
  const { terminal, settings, signal } = context
  const kafka = await resolveKafka(context)
  const log = createLog({ level: settings.logLevel, name: 'generator' })
  const connection = connectKafka(kafka, { clientId: 'tally-generator', log })
  return whileAway(context, async () => {
    const { partitions, sentBefore, sharesCustomers } = await lookAtTopic(connection, run, signal)
    const { producers, close } = await openProducers(connection, signal)
    if (sharesCustomers) terminal.say(`${terminal.paint('yellow', 'The log holds another run')}, whose customers have the same ids: each will have the money of both. --bank NAME makes others.`) // prettier-ignore
    const sink = new Lanes({
      producers,
      topic: bankActivity.name,
      partitions,
      fingerprint: fingerprintOfRun(run.traffic),
      signal,
      now: systemClock.now,
      onNotice: (text) => {
        terminal.say(text)
      },
    })
    return { sink, partitions, sentBefore, close }
  })
}

/** As many partitions as the topic has, because the partition of a key follows from it. */
async function lookAtTopic(connection: KafkaConnection, run: Run, signal: AbortSignal) {
  const admin = await createAdmin(connection)
  const topic = bankActivity.name
  try {
    const found = (await admin.describeTopics([topic])).get(topic)
    if (found === undefined) {
      return { partitions: bankActivity.partitions, sentBefore: undefined, sharesCustomers: false }
    }
    const { partitions } = found
    const tail = kafkaLogTail(connection, { admin, topic, signal })
    return { partitions, ...(await lookBefore(tail, run, partitions)) }
  } finally {
    await admin.close()
  }
}

const awayMs = 2000

/** Tries until Kafka is there. Nothing has begun, so nothing falls due meanwhile. */
export async function whileAway<Value>(
  { terminal, signal }: CommandContext,
  attempt: () => Promise<Value>,
): Promise<Value> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const mayWait = error instanceof PipelineError && error.retriable && !signal.aborted
      if (!mayWait) throw error
      if (tries === 0) terminal.say(`${error.message} Waiting for it; the run has not begun.`)
      await delay(awayMs, signal).catch(() => {
        throw error
      })
    }
  }
}
