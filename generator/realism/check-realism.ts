import { setImmediate } from 'node:timers/promises'
import { type WorldPlan } from '../plan.ts'
import { dayMs } from '../world/calendar.ts'
import { type Occurrence } from '../world/happenings.ts'
import { World } from '../world/world.ts'
import { Observer } from './observer.ts'
import { type RealismReport } from './report.ts'

export interface RealismCheck {
  readonly plan: WorldPlan
  readonly untilMs: number
  /** What is held against the plan; without, what its world does. */
  readonly occurrences?: Iterable<Occurrence>
  readonly signal?: AbortSignal
  /** Called now and then with the time that the world has come to. */
  readonly onProgress?: (progress: { readonly atMs: number; readonly events: number }) => void
}

/**
 * Plays a world and holds what happens against the profile that `world/archetypes.ts` and
 * `world/categories.ts` declare: joint distributions, because in one that is wrong every marginal may
 * be right, as in the data of Sparkov, which draws a purchase's day and category from one number.
 *
 * The same plan gives the same report. Others get their turn every few thousand events.
 *
 * @throws the signal's reason when it is aborted
 */
export async function checkRealism(check: RealismCheck): Promise<RealismReport> {
  const { plan, untilMs, signal, onProgress } = check
  const observer = new Observer(plan, untilMs)
  let events = 0
  for (const occurrence of check.occurrences ?? new World(plan).eventsUntil(untilMs)) {
    observer.see(occurrence)
    events += 1
    if (events % turn !== 0) continue
    signal?.throwIfAborted()
    onProgress?.({ atMs: occurrence.timeMs, events })
    await setImmediate()
  }
  const rows = observer.rows()
  const fits = rows.every(({ verdict }) => verdict !== 'drifts')
  return { events, customers: plan.customers, days: (untilMs - plan.start) / dayMs, fits, rows }
}

const turn = 4096
