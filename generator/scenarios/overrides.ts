import { lengthOf, type Stage } from './stage.ts'
import { type Scenario } from './scenario.ts'

/** What somebody wants otherwise than a scenario says. */
export interface Overrides {
  /** Events a second, instead of all stages and for as long as they take together. */
  readonly rate?: number | undefined
  readonly historyDays?: number | undefined
  readonly customers?: number | undefined
  /** False: nothing goes wrong on purpose. What happens in the bank is the same. */
  readonly hasFaults: boolean
}

/** The scenario with what somebody wants otherwise. */
export function withOverrides(scenario: Scenario, wanted: Overrides): Scenario {
  const { faults, outages, ...calm } = scenario
  return {
    ...calm,
    ...(wanted.hasFaults ? { faults, outages } : {}),
    customers: wanted.customers ?? scenario.customers,
    history_days: wanted.historyDays ?? scenario.history_days,
    stages: wanted.rate === undefined ? scenario.stages : [constant(wanted.rate, scenario.stages)],
  }
}

function constant(rate: number, stages: readonly Stage[]): Stage {
  const lasts = stages.reduce((sum, stage) => sum + lengthOf(stage), 0)
  return { kind: 'constant', rate, ...(lasts === Infinity ? {} : { for: lasts }) }
}
