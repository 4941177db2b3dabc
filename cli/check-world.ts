import { historyRate } from '../generator/plan.ts'
import { checkRealism } from '../generator/realism/check-realism.ts'
import { describeReport } from '../generator/realism/report.ts'
import { defaultStartMs } from '../generator/run-plan.ts'
import { type Scenario } from '../generator/scenarios/scenario.ts'
import { dayMs } from '../generator/world/calendar.ts'
import { type CommandContext } from './command.ts'
import { type GenerateFlags } from './generate-flags.ts'
import { progressBar } from './progress-bar.ts'

const daysUnlessTold = 90

/**
 * Plays the customers of a scenario at the rate at which people live, whatever its load, and says
 * whether they do what their profile declares.
 *
 * @returns the exit status: 1 when a distribution drifts
 */
export async function checkWorld(
  { customers, start, history_days: historyDays }: Scenario,
  flags: GenerateFlags,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const from = flags.start ?? start ?? defaultStartMs
  const untilMs = from + (historyDays > 0 ? historyDays : daysUnlessTold) * dayMs
  const phases = [{ from, perSecond: historyRate(customers), rhythm: 'daily' }] as const
  const report = await checkRealism({
    plan: { seed: flags.seed, start: from, customers, phases },
    untilMs,
    signal,
    onProgress: ({ atMs }) => {
      terminal.progress(`Playing ${progressBar((atMs - from) / (untilMs - from))}`)
    },
  })
  if (flags.json) terminal.print(JSON.stringify(report))
  else for (const line of describeReport(report)) terminal.print(line)
  return report.fits ? 0 : 1
}
