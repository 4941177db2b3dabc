import { z } from 'zod'
import { indices, topics } from '../contracts/catalogue.ts'
import { defaultFoldSettings, everyStream } from '../enrich/streams.ts'
import { type Progress } from '../ingest/rebuild/fill.ts'
import { rebuild as rebuildIndices, type RebuildReport } from '../ingest/rebuild/rebuild.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createLog } from '../runtime/log.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { progressBar } from './progress-bar.ts'
import { resolveServers } from './servers.ts'

const rebuildFlags = z.object({
  workers: z.coerce
    .number()
    .int()
    .min(1)
    .max(16)
    .default(1)
    .describe('Workers that fill the new version, all in this process.')
    .meta({ value: 'number' }),
  rate: z.coerce
    .number()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Events a second at most; more than arrive, or it never ends.')
    .meta({ value: 'number' }),
  dropOld: z
    .boolean()
    .default(false)
    .describe('Deletes the indices of every version that was replaced, after the swap.'),
  json: z.boolean().default(false).describe('One JSON object on stdout.'),
})
type RebuildFlags = z.output<typeof rebuildFlags>

export const rebuild = defineCommand({
  flags: rebuildFlags,
  examples: [
    ['tally rebuild', 'ends with the swap; workers that run go on with the new version'],
    ['tally rebuild --rate 2000', 'leaves room for the live workers; killed, run it again'],
    ['tally rebuild --drop-old', 'and deletes what was replaced'],
    ['tally rebuild --json', 'for programs: {"indexVersion":…,"records":…,…}'],
  ],
  async run({ flags }, context) {
    const { terminal } = context
    const report = await runRebuild(flags, context)
    if (flags.json) terminal.print(JSON.stringify(report))
    else for (const line of describe(report)) terminal.print(line)
    return 0
  },
})

async function runRebuild(flags: RebuildFlags, context: CommandContext): Promise<RebuildReport> {
  const { terminal, settings, signal } = context
  const { kafka, elasticsearch } = await resolveServers(context)
  const level = settings.logLevel === 'info' ? 'warn' : settings.logLevel
  const log = createLog({ level, name: 'rebuild' })
  const connection = connectKafka(kafka, { clientId: 'tally-rebuild', log })
  const admin = await createAdmin(connection)
  const client = connectElasticsearch(elasticsearch)
  try {
    return await rebuildIndices({
      connection,
      admin,
      elasticsearch: { client, url: elasticsearch.url },
      processor: everyStream(defaultFoldSettings),
      topics,
      indices,
      workers: flags.workers,
      recordsPerSecond: flags.rate,
      dropOld: flags.dropOld,
      log,
      signal,
      onProgress: (progress) => {
        terminal.progress(progressLine(progress))
      },
      onStep: (text) => {
        terminal.progress(text)
      },
      onNotice: (text) => {
        terminal.say(text)
      },
    })
  } finally {
    terminal.endProgress()
    await Promise.all([client.close(), admin.close()])
  }
}

function progressLine({ done, records, perSecond, troubles }: Progress): string {
  const share = records === 0 ? 1 : Math.min(1, done / records)
  const figures = [`${count(done)} of ${count(records)} events`, `${count(perSecond)}/s`]
  return [`Rebuilding ${progressBar(share)}`, ...figures, ...troubles].join(' · ')
}

function describe(report: RebuildReport): readonly string[] {
  const { indexVersion, isResumed, records, seconds, handoverSeconds, dropped } = report
  return [
    `Index version ${indexVersion} is live: ${count(records)} events in ${seconds} s${isResumed ? ', after an interrupted rebuild' : ''}.`,
    `The dashboards stood still for ${handoverSeconds} s while it took over.`,
    ...(dropped.length === 0 ? [] : [`${dropped.length} indices deleted: ${dropped.join(', ')}`]),
    'Workers that run go on with it by themselves; if none does, start one: tally worker',
  ]
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
