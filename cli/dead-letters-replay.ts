import { z } from 'zod'
import { opsReplays } from '../contracts/indices/ops-replays.ts'
import { firstIndexVersion } from '../contracts/catalogue.ts'
import { defaultFoldSettings, everyStream } from '../enrich/streams.ts'
import { systemClock } from '../ingest/clock.ts'
import { describeReplay } from '../ingest/dead-letters/describe-replay.ts'
import { createLetterStore } from '../ingest/dead-letters/letter-store.ts'
import { leaveReasons } from '../ingest/dead-letters/replay-plan.ts'
import { replay as replayLetters, type ReplayReport } from '../ingest/dead-letters/replay.ts'
import { createIndexStore } from '../ingest/setup/index-store.ts'
import { setUpIndices } from '../ingest/setup/templates.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'
import { openLogReader } from '../runtime/kafka/reader.ts'
import { createLog } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { LetterId, selectionFlags } from './letter-flags.ts'
import { resolveServers } from './servers.ts'

const replayFlags = z.object({
  ...selectionFlags,
  id: LetterId.optional().describe('This one alone.').meta({ value: 'ID' }),
  rate: z.coerce
    .number()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Records a second at most.')
    .meta({ value: 'number' }),
  again: z.boolean().default(false).describe('Also those that were replayed before.'),
  yes: z.boolean().default(false).describe('Do it; without it, only what would be done is told.'),
  json: z.boolean().default(false).describe('One JSON object on stdout.'),
})
type ReplayFlags = z.output<typeof replayFlags>

export const deadLettersReplay = defineCommand({
  flags: replayFlags,
  examples: [
    ['tally dead-letters replay --code unknown-type', 'tells what would be done'],
    ['tally dead-letters replay --code unknown-type --yes', 'does it; interrupted, run it again'],
    ['tally dead-letters replay --id bank.activity-3-812 --yes', 'one of them'],
  ],
  async run({ flags }, context) {
    if (flags.stage === 'index' || flags.code === 'index-refused') throw ofStageIndex()
    const report = await runReplay(flags, context)
    if (flags.json) context.terminal.print(JSON.stringify(report))
    else say(report, flags, context)
    const { left } = report
    return left['index-refused'] === undefined && left['replayed-often'] === undefined ? 0 : 1
  },
})

function say(report: ReplayReport, { yes }: ReplayFlags, { terminal }: CommandContext): void {
  for (const line of describeReplay(report, { isDone: yes })) terminal.print(line)
  const isAny = Object.keys(report.appended).length > 0
  if (!yes && isAny) terminal.say('Nothing was done. To do it, run the same command with --yes.')
}

async function runReplay(flags: ReplayFlags, context: CommandContext): Promise<ReplayReport> {
  const { yes, rate, again, json: _, ...selection } = flags
  const { terminal, settings, signal } = context
  const { kafka, elasticsearch } = await resolveServers(context)
  const log = createLog({ level: settings.logLevel, name: 'dead-letters' })
  const connection = connectKafka(kafka, { clientId: 'tally-dead-letters', log })
  const client = connectElasticsearch(elasticsearch)
  const admin = await createAdmin(connection)
  const reader = await openLogReader(connection)
  const producer = yes ? await createProducer(connection) : undefined
  const { url } = elasticsearch
  let soFar: ReplayReport | undefined
  let isWhole = false
  try {
    // They may have been set up before there was such an index.
    if (yes) await setUpIndices(createIndexStore(client, url), [opsReplays], { indexVersion: firstIndexVersion }) // prettier-ignore
    const report = await replayLetters({
      selection,
      store: createLetterStore(client, url),
      reader,
      admin,
      producer,
      processor: everyStream(defaultFoldSettings),
      again,
      recordsPerSecond: rate,
      clock: systemClock,
      signal,
      onProgress: (report) => {
        soFar = report
        if (yes) terminal.progress(`Replaying: ${report.selected} dead letters looked at`)
      },
    })
    isWhole = true
    return report
  } finally {
    terminal.endProgress()
    // It was interrupted, or something is away.
    if (yes && !isWhole) sayHowFar(soFar, context)
    await Promise.all([client.close(), admin.close(), reader.close(), producer?.close()])
  }
}

function sayHowFar(report: ReplayReport | undefined, { terminal }: CommandContext): void {
  if (report === undefined) {
    terminal.say('Nothing was appended.')
    return
  }
  for (const line of describeReplay(report, { isDone: true })) terminal.say(line)
  terminal.say('This is noted: the same command goes on behind it.')
}

function ofStageIndex(): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message: `Dead letters of stage index are not replayed: ${leaveReasons['index-refused']}.`,
    action: 'Stop the workers and run `tally audit --repair`.',
  })
}
