import { z } from 'zod'
import { readSavedObjects } from '../dashboards/build.ts'
import { multiSearch } from '../dashboards/panels/multi-search.ts'
import { parsePeriod, type Period } from '../dashboards/panels/period.ts'
import { liveFields } from '../dashboards/verify/live-fields.ts'
import { count, describeVerification, hasFailed } from '../dashboards/verify/report.ts'
import { timelionOf } from '../dashboards/verify/timelion-run.ts'
import { verifyDashboards } from '../dashboards/verify/verify.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { askOnce } from '../runtime/elasticsearch/failure.ts'
import { PipelineError } from '../runtime/problem.ts'
import { defineCommand } from './command.ts'
import { connectToKibana, kibanaFlags } from './kibana-flags.ts'
import { resolveElasticsearch } from './servers.ts'

const moment = z.string().meta({ value: 'time' })

/** Longest wait for the answers of one panel. */
const requestTimeoutMs = 30_000

export const dashboardsVerify = defineCommand({
  flags: z.object({
    from: moment.default('now-30d').describe('Begin of the period: now-7d, or UTC with a Z.'),
    to: moment.default('now').describe('End of the period.'),
    dashboard: z
      .string()
      .optional()
      .describe('Only these dashboards, with commas between them.')
      .meta({ value: 'names' }),
    ...kibanaFlags,
    kibana: kibanaFlags.kibana
      .describe('Also asks the Timelion of this Kibana.')
      .meta({ value: 'url' }),
    json: z.boolean().default(false).describe('One JSON object on stdout instead of the table.'),
  }),
  examples: [
    ['tally dashboards verify', 'all panels over the last 30 days; exit 1 when one is broken'],
    ['tally dashboards verify --dashboard customers,operations --from now-7d', 'two of them'],
  ],
  async run({ flags }, context) {
    const { terminal } = context
    const period = periodOf(flags.from, flags.to)
    const objects = await readSavedObjects()
    const kibana = flags.kibana === undefined ? undefined : await connectToKibana(flags, context)
    const server = await resolveElasticsearch(context)
    const client = connectElasticsearch(server, { requestTimeoutMs })
    const attempt = { url: server.url, doing: 'answer the panels' }
    const startMs = performance.now()
    try {
      const verification = await verifyDashboards(objects, {
        period,
        dashboards: (flags.dashboard ?? '').split(',').filter((name) => name !== ''),
        search: (requests) => askOnce(() => multiSearch(client, requests), attempt),
        liveFields: (index) => askOnce(() => liveFields(client, index), attempt),
        runTimelion: kibana === undefined ? undefined : timelionOf(kibana.server),
        now: () => performance.now(),
        onProgress: (text) => {
          terminal.progress(text)
        },
      })
      const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
      if (flags.json) terminal.print(JSON.stringify(verification))
      else for (const line of describeVerification(verification)) terminal.print(line)
      const failed = verification.panels.filter(({ state }) => state === 'failed').length
      terminal.say(`${count(verification.panels.length, 'panel')}, ${failed} failed, in ${seconds} s.`) // prettier-ignore
      return hasFailed(verification) ? 1 : 0
    } finally {
      await client.close()
    }
  },
})

function periodOf(from: string, to: string): Period {
  const parsed = parsePeriod({ from, to, zone: 'UTC' }, Date.now())
  if (parsed.ok) return parsed.period
  throw new PipelineError({
    code: 'usage.invalid',
    message: parsed.problem,
    action: 'Give --from and --to as now-7d or 2026-11-21T08:00:00Z.',
  })
}
