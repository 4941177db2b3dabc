import { z } from 'zod'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { limits } from '../contracts/limits.ts'
import { createGenerator, type EventGenerator, type Progress } from '../generator/generate.ts' // prettier-ignore
import { type WorldPlan } from '../generator/plan.ts'
import { planRun } from '../generator/run-plan.ts'
import { type Sink } from '../generator/sink.ts'
import { KafkaSink } from '../generator/sinks/kafka.ts'
import { LineSink } from '../generator/sinks/stdout.ts'
import { World } from '../generator/world/world.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka, type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'
import { createLog } from '../runtime/log.ts'
import { systemClock } from './clock.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { leaveProducer } from './leave-producer.ts'
import { resolveServers } from './servers.ts'

const unitsMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

const Duration = z
  .string()
  .regex(/^\d+(\.\d+)?[smhd]$/, 'expected a duration such as 30s, 10m, 2h or 1d')
  .transform((text) => Number(text.slice(0, -1)) * (unitsMs[text.slice(-1)] ?? 0))

const Moment = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{3})?)?Z)?$/,
    'expected a day or a moment in UTC such as 2026-01-05 or 2026-01-05T08:00Z',
  )
  .refine((text) => isOfCalendar(text) && text >= limits.firstDay, {
    error: `expected a moment of the calendar, not before ${limits.firstDay}`,
  })
  .transform((text) => Date.parse(text))

/** `Date.parse` takes the 31st of February for the 3rd of March. */
function isOfCalendar(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 10))
}

const flags = z.object({
  rate: z.coerce
    .number()
    .min(0.1)
    .max(1_000_000)
    .default(50)
    .describe('Events a second in the live part.')
    .meta({ value: 'number' }),
  for: Duration.optional()
    .describe('How long the live part lasts; without it, until Ctrl-C.')
    .meta({ value: 'duration' }),
  events: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('Most events that are sent, history included.')
    .meta({ value: 'number' }),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(0xffff_ffff)
    .default(1)
    .describe('Which world: the same seed, start and flags give the same bytes.')
    .meta({ value: 'number' }),
  start: Moment.optional()
    .describe(
      'First moment of the world; without it 2026-01-05, with --backfill so that it ends now.',
    )
    .meta({ value: 'moment' }),
  backfill: z.coerce
    .number()
    .min(0)
    .max(3650)
    .default(0)
    .describe('Days of history before the live part, sent as fast as possible.')
    .meta({ value: 'days' }),
  customers: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(2000)
    .describe('Customers of the bank.')
    .meta({ value: 'number' }),
  sink: z.enum(['kafka', 'stdout']).default('kafka').describe('Where the events go.'),
})

type Flags = z.output<typeof flags>

export const generate = defineCommand({
  name: 'generate',
  summary: 'Simulate customers of a bank and send what they do.',
  flags,
  examples: [
    ['tally generate --rate 200 --for 10m', 'ten minutes of 200 events a second into Kafka'],
    ['tally generate --backfill 30', 'thirty days of history up to now, then live until Ctrl-C'],
    [
      "tally generate --sink stdout --events 1000 | kcat -P -b HOST -t bank.activity -K '\\t' -X partitioner=murmur2_random",
      'through a producer of your own',
    ],
  ],
  async run({ flags }, context) {
    const { plan, schedule } = planRun(flags, Date.now())
    sayHowToRepeat(flags, plan, context)
    const world = new World(plan)
    const show = progressLine(context)
    const { sink, close } = await openSink(flags.sink, world, context)
    const generator = createGenerator({
      world,
      sink,
      schedule,
      clock: systemClock,
      signal: context.signal,
      onProgress: (progress) => {
        show(progress, generator)
      },
    })
    try {
      await generator.runHistory()
      await generator.runLive()
    } finally {
      await close()
    }
    describeRun(generator, context)
    return 0
  },
})

function sayHowToRepeat(
  flags: Flags,
  { seed, start, customers }: WorldPlan,
  context: CommandContext,
) {
  const moment = new Date(start).toISOString()
  const backfill = flags.backfill > 0 ? ` --backfill ${flags.backfill}` : ''
  context.terminal.say(
    `The same again: tally generate --seed ${seed} --start ${moment}${backfill} --customers ${customers} --rate ${flags.rate}`,
  )
}

interface OpenSink {
  readonly sink: Sink
  readonly close: () => Promise<void>
}

async function openSink(
  kind: Flags['sink'],
  { fingerprint }: World,
  context: CommandContext,
): Promise<OpenSink> {
  if (kind === 'stdout') {
    return { sink: new LineSink(process.stdout), close: () => Promise.resolve() }
  }
  const { kafka } = await resolveServers(context)
  const log = createLog({ level: context.settings.logLevel, name: 'generator' })
  const connection = connectKafka(kafka, { clientId: 'tally-generator', log })
  const partitions = await countPartitions(connection)
  const producer = await createProducer(connection)
  const sink = new KafkaSink({
    producer,
    topic: bankActivity.name,
    partitions,
    fingerprint,
    signal: context.signal,
    onNotice: (text) => {
      context.terminal.say(text)
    },
  })
  return { sink, close: () => leaveProducer(producer, context.signal) }
}

/** As many as the topic has, because the partition of a key follows from it. */
async function countPartitions(connection: KafkaConnection): Promise<number> {
  const admin = await createAdmin(connection)
  try {
    const topics = await admin.describeTopics([bankActivity.name])
    return topics.get(bankActivity.name)?.partitions ?? bankActivity.partitions
  } finally {
    await admin.close()
  }
}

/** Shows how far it is, on a terminal some times a second and elsewhere every ten. */
function progressLine({ terminal }: CommandContext) {
  const everyMs = terminal.isInteractive ? 250 : 10_000
  let shownMs = terminal.isInteractive ? 0 : Date.now()
  return ({ part, share, worldMs }: Progress, generator: EventGenerator) => {
    if (Date.now() - shownMs < everyMs) return
    shownMs = Date.now()
    const { sent, perSecond, late } = generator.stats()
    const where = part === 'history' ? `History ${Math.floor(share * 100)} %` : 'Live'
    const day = new Date(worldMs).toISOString().slice(0, 16).replace('T', ' ')
    terminal.progress(
      `${where} · ${day} UTC · ${count(sent)} events · ${count(perSecond)}/s · ${count(late)} late`,
    )
  }
}

function describeRun(generator: EventGenerator, { terminal }: CommandContext): void {
  const { sent, late, latestMs } = generator.stats()
  const punctual =
    late === 0 ? 'none late' : `${count(late)} late, by ${count(latestMs)} ms at most`
  terminal.say(`${count(sent)} events sent, ${punctual}.`)
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
