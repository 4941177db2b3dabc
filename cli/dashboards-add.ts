import { z } from 'zod'
import { addChart, type AddedChart, chartOf } from '../dashboards/add-chart.ts'
import { invalidDashboard } from '../dashboards/invalid.ts'
import { kibanaAddress } from '../dashboards/kibana-request.ts'
import { titleOf } from '../dashboards/kibana/stored-object.ts'
import { knownFieldsOf } from '../dashboards/panels/known-fields.ts'
import { findDashboard } from '../dashboards/part.ts'
import { readShippedObjects } from '../dashboards/shipped-objects.ts'
import { checkExpression } from '../dashboards/timelion/check.ts'
import { defineCommand } from './command.ts'
import { connectToKibana, kibanaFlags } from './kibana-flags.ts'

export const dashboardsAdd = defineCommand({
  flags: z.object({
    title: z
      .string()
      .trim()
      .max(200)
      .describe('What the chart is called; its id follows from it.')
      .meta({ value: 'text' }),
    timelion: z.string().max(10_000).describe('The expression.').meta({ value: 'expression' }),
    ...kibanaFlags,
    replace: z.boolean().default(false).describe('Overwrite the chart of this title.'),
    dashboard: z
      .string()
      .optional()
      .describe('Tell how the chart gets onto this dashboard.')
      .meta({ value: 'name' }),
    dryRun: z.boolean().default(false).describe('Check it, look what is there, write nothing.'),
  }),
  examples: [
    [
      `tally dashboards add --title "Declined, smooth" --timelion ".es(index=tally-transactions, timefield=@timestamp, q='transaction.outcome:declined').movingaverage(12)"`,
      'puts it into the Kibana of KIBANA_URL',
    ],
  ],
  async run({ flags }, context) {
    const { terminal } = context
    const shipped = await readShippedObjects()
    const wanted = flags.dashboard
    const dashboard = wanted === undefined ? undefined : findDashboard(shipped, wanted)
    refuseFaults(checkExpression(flags.timelion, knownFieldsOf(shipped)))
    const kibana = await connectToKibana(flags, context)
    const chart = await addChart(kibana, chartOf(flags.title, flags.timelion), {
      isReplacing: flags.replace,
      isDryRun: flags.dryRun,
    })
    terminal.say(flags.dryRun ? wouldBe[chart.outcome] : became[chart.outcome])
    terminal.print(chart.url)
    if (dashboard !== undefined) {
      const address = kibanaAddress(kibana.server, `/app/dashboards#/view/${dashboard.id}`)
      terminal.say(`To have it on ${titleOf(dashboard)}: open ${address}, choose Edit, Add, "${flags.title}",`) // prettier-ignore
      terminal.say('and save it as a new dashboard: the next import writes over the shipped one.')
    }
    return 0
  },
})

const became: Readonly<Record<AddedChart['outcome'], string>> = {
  added: 'The chart is in Kibana.',
  replaced: 'The chart is in Kibana, in place of the one that had this title.',
  same: 'The chart was in Kibana already, as it is.',
}

const wouldBe: Readonly<Record<AddedChart['outcome'], string>> = {
  added: 'The expression is well; nothing was written.',
  replaced:
    'The expression is well and would replace the chart of this title; nothing was written.',
  same: 'The chart is in Kibana already, as it is; nothing was written.',
}

function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return
  throw invalidDashboard(faults.join('\n  '), { action: 'Correct the expression and try again.' })
}
