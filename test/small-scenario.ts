import { bankActivity } from '../contracts/events/bank-activity.ts'
import { type FaultPlan } from '../generator/faults/fault-plan.ts'
import { createGenerator } from '../generator/generate.ts'
import { StillClock } from '../generator/generate-fixture.ts'
import { LedgerFile } from '../generator/ledger/ledger-file.ts'
import { defaultStartMs, fingerprintOfRun, planRun } from '../generator/run-plan.ts'
import { expectedBetween, loadOf } from '../generator/scenarios/load.ts'
import { type NamedScenario } from '../generator/scenarios/read-scenario.ts'
import { type Scenario } from '../generator/scenarios/scenario.ts'
import { type Stage } from '../generator/scenarios/stage.ts'
import { KafkaSink } from '../generator/sinks/kafka.ts'
import { trafficOf } from '../generator/traffic.ts'
import { type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createProducer } from '../runtime/kafka/producer.ts'

const seed = 7
const customersMax = 50
/** Of the live part; history, repetitions and poison come on top. */
const eventsMax = 1500
/** Of a scenario that goes on until somebody ends it. */
const endlessMs = 60_000
/** Of each fault: rarer ones would not happen among so few events. */
const shareMin = 0.01

/**
 * Plays a scenario into a topic and writes its ledger: with all of its time, stages, outages and
 * faults, but fewer customers and events, and by a clock that does not wait.
 */
export async function playSmall(
  { name, scenario }: NamedScenario,
  to: { readonly connection: KafkaConnection; readonly topic: string; readonly ledger: string },
): Promise<void> {
  const { signal } = new AbortController()
  const clock = new StillClock(0)
  // With a start it does not follow the clock of the machine.
  const start = scenario.start ?? defaultStartMs
  const run = planRun({ scenario: inSmall(scenario), seed, start, for: longestMs(scenario) }, 0)
  const fingerprint = fingerprintOfRun(run.traffic)
  const { customers } = run.traffic.world
  const header = { fingerprint, scenario: name, seed, start: new Date(start).toISOString(), customers } // prettier-ignore
  const { partitions } = bankActivity
  const producer = await createProducer(to.connection)
  const ledger = await LedgerFile.open(to.ledger, { header })
  const sink = new KafkaSink({ producer, topic: to.topic, partitions, fingerprint, signal, now: () => clock.now(), onNotice: () => undefined }) // prettier-ignore
  const traffic = trafficOf(run.traffic, partitions)
  const generator = createGenerator({ traffic, sink, schedule: run.schedule, clock, signal, ledger }) // prettier-ignore
  try {
    await generator.runHistory()
    await generator.runLive()
  } finally {
    await producer.close()
    await ledger.close()
  }
}

function longestMs({ stages }: Scenario): number | undefined {
  return stages.at(-1)?.for === undefined ? endlessMs : undefined
}

function inSmall(scenario: Scenario): Scenario {
  const { stages, rhythm, customers, faults } = scenario
  const load = loadOf(stages, { from: 0, rhythm })
  const expected = expectedBetween(load, 0, longestMs(scenario) ?? load.endMs)
  const share = Math.min(1, eventsMax / expected)
  return {
    ...scenario,
    customers: Math.min(customers, customersMax),
    stages: stages.map((stage) => slower(stage, share)),
    faults: faults && moreOften(faults),
  }
}

function moreOften({ poison, duplicates, reordered, late, ...others }: FaultPlan): FaultPlan {
  return {
    ...others,
    poison: poison && { ...poison, share: Math.max(poison.share, shareMin) },
    duplicates: duplicates && { ...duplicates, share: Math.max(duplicates.share, shareMin) },
    reordered: reordered && { ...reordered, share: Math.max(reordered.share, shareMin) },
    late: late && { ...late, share: Math.max(late.share, shareMin) },
  }
}

function slower(stage: Stage, share: number): Stage {
  switch (stage.kind) {
    case 'constant':
      return { ...stage, rate: stage.rate * share }
    case 'ramp':
    case 'steps':
      return { ...stage, from: stage.from * share, to: stage.to * share }
    case 'sine':
      return { ...stage, mean: stage.mean * share, amplitude: stage.amplitude * share }
    case 'spike':
      return { ...stage, base: stage.base * share, peak: stage.peak * share }
  }
}
