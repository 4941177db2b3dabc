import { z } from 'zod'
import { indices } from '../contracts/catalogue.ts'
import { EpochMs } from '../contracts/time.ts'
import { defaultFoldSettings, everyStream } from '../enrich/streams.ts'
import { Duration } from '../generator/scenarios/duration.ts'
import { createVersionStores } from '../ingest/rebuild/show-version.ts'
import { describeRetention } from '../ingest/retention/describe-retention.ts'
import { enforceRetention, planRetention, type RetentionReport } from '../ingest/retention/retention.ts' // prettier-ignore
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createLog } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { isSchedule, workOnSchedule } from '../runtime/schedule.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { resolveServers, type Servers } from './servers.ts'
import { wrongUsage } from './wrong-usage.ts'

const retentionFlags = z.object({
  keepMonths: z.coerce
    .number({ error: 'expected a number of months' })
    .int()
    .min(2)
    .max(1200)
    .optional()
    .describe(
      'Whole months to keep before the one that runs, instead of RETENTION_MONTHS; 2 at least.',
    ) // prettier-ignore
    .meta({ value: 'number' }),
  notice: Duration.refine((ms) => ms >= 20_000 && ms <= 3_600_000, 'expected 20s to 1h')
    .optional()
    .describe(
      'How long before the deletion workers are told; clocks may differ by half of it (default: 5m).',
    ) // prettier-ignore
    .meta({ value: 'duration' }),
  schedule: z
    .string()
    .refine(isSchedule, 'expected a schedule of cron such as "0 3 * * *"')
    .optional()
    .describe('Does it at these times, until Ctrl-C.')
    .meta({ value: 'cron' }),
  yes: z.boolean().default(false).describe('Do it; without it, only what would be done is told.'),
  json: z.boolean().default(false).describe('One JSON object on stdout each time.'),
})
type RetentionFlags = z.output<typeof retentionFlags> & { readonly months: number }

const noticeMsDefault = 300_000

export const retention = defineCommand({
  flags: retentionFlags,
  examples: [
    ['tally retention --keep-months 12', 'tells which indices would be deleted'],
    ['tally retention --keep-months 12 --yes', 'deletes them; read models and the log stay'],
    ['tally retention --keep-months 12 --yes --schedule "0 3 * * *"', 'every night, until Ctrl-C'],
  ],
  async run({ flags }, context) {
    const months = flags.keepMonths ?? context.settings.retentionMonths
    if (months === undefined) throw wrongUsage(['--keep-months: missing; expected it, or RETENTION_MONTHS'], 'tally help retention') // prettier-ignore
    if (flags.schedule !== undefined && !flags.yes) throw wrongUsage(['--schedule: expected together with --yes'], 'tally help retention') // prettier-ignore
    const servers = await resolveServers(context)
    const once = () => runOnce({ ...flags, months }, servers, context)
    if (flags.schedule === undefined) await once()
    else await workOnSchedule(flags.schedule, () => unlessAway(once, context), context.signal)
    return 0
  },
})

async function runOnce(flags: RetentionFlags, servers: Servers, context: CommandContext) {
  const { terminal } = context
  const report = await runRetention(flags, servers, context)
  if (flags.json) terminal.print(JSON.stringify(report))
  else for (const line of describeRetention(report, { isDone: flags.yes })) terminal.print(line)
  if (!flags.yes && report.indices.length > 0) {
    terminal.say('Nothing was done. To do it, run the same command with --yes.')
  }
}

/** The next time may find what is away now. */
async function unlessAway(once: () => Promise<void>, { terminal, signal }: CommandContext) {
  try {
    await once()
  } catch (error) {
    if (signal.aborted) return
    if (!(error instanceof PipelineError) || !error.retriable) throw error
    terminal.say(`${new Date().toISOString()} ${error.message} It is tried again at the next time.`)
  }
}

async function runRetention(
  { months, notice = noticeMsDefault, yes }: RetentionFlags,
  { kafka, elasticsearch }: Servers,
  { settings, terminal, signal }: CommandContext,
): Promise<RetentionReport> {
  const log = createLog({ level: settings.logLevel, name: 'retention' })
  const admin = await createAdmin(connectKafka(kafka, { clientId: 'tally-retention', log }))
  const client = connectElasticsearch(elasticsearch)
  const fold = everyStream(defaultFoldSettings)
  try {
    const options = {
      ...createVersionStores({ client, url: elasticsearch.url }, indices),
      admin,
      fold,
      topics: fold.topics,
      keepMonths: months,
      noticeMs: notice,
      now: () => EpochMs.parse(Date.now()),
      signal,
      onStep: (text: string) => {
        terminal.progress(text)
      },
    }
    return await (yes ? enforceRetention(options) : planRetention(options))
  } finally {
    terminal.endProgress()
    await Promise.all([client.close(), admin.close()])
  }
}
