import { createGenerator, type EventGenerator } from '../generator/generate.ts'
import { LedgerFile } from '../generator/ledger/ledger-file.ts'
import { fingerprintOfRun, planRun, type Run } from '../generator/run-plan.ts'
import { describeSummary, type RunSummary, summarise } from '../generator/run-summary.ts'
import { withOverrides } from '../generator/scenarios/overrides.ts'
import { listScenarios, type NamedScenario, readScenario } from '../generator/scenarios/read-scenario.ts' // prettier-ignore
import { checkThresholds } from '../generator/scenarios/thresholds.ts'
import { trafficOf } from '../generator/traffic.ts'
import { keepHeapSmall } from '../runtime/small-heap.ts'
import { checkWorld } from './check-world.ts'
import { systemClock } from './clock.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { type GenerateFlags, generateFlags } from './generate-flags.ts'
import { openSink } from './generate-sink.ts'
import { progressBar } from './progress-bar.ts'
import { wrongUsage } from './wrong-usage.ts'

export const generate = defineCommand({
  flags: generateFlags,
  operands: [
    {
      name: 'SCENARIO',
      meaning: 'One of `--list`, or the path of your own; `steady` unless told.',
      isRequired: false,
    },
  ],
  examples: [
    ['tally generate --list', 'the scenarios that come with it'],
    [
      'tally generate --rate 200 --for 10m --bank load',
      'ten minutes of 200 events a second, of customers of their own',
    ],
    ['tally generate black-friday --ledger run.ndjson', 'and what must come of each event'],
    ['tally generate --backfill 30', 'thirty days of history up to now, then live until Ctrl-C'],
    [
      "tally generate --sink stdout --events 1000 | kcat -P -b HOST -t bank.activity -K '\\t' -X partitioner=murmur2_random",
      'through a producer of your own',
    ],
  ],
  async run({ flags, operands }, context) {
    if (flags.list) return printScenarios(context)
    refuseTwoResults(flags)
    const named = await readScenario(operands[0] ?? 'steady')
    const scenario = withOverrides(named.scenario, {
      rate: flags.rate,
      customers: flags.customers,
      historyDays: flags.backfill,
      hasFaults: !flags.noFaults,
    })
    if (flags.check) return checkWorld(scenario, flags, context)
    keepHeapSmall()
    const isForNow = flags.sink === 'kafka'
    const run = planRun({ ...flags, scenario, isForNow }, systemClock.now())
    warnOfFuture(run, context)
    const summary = await play({ name: named.name, scenario }, { flags, run, context })
    if (flags.json) context.terminal.print(JSON.stringify(summary))
    else for (const line of describeSummary(summary)) context.terminal.say(line)
    return summary.ok ? 0 : 1
  },
})

async function printScenarios({ terminal }: CommandContext): Promise<number> {
  const scenarios = await listScenarios()
  const width = Math.max(...scenarios.map(({ name }) => name.length))
  for (const { name, scenario } of scenarios) {
    terminal.print(`${name.padEnd(width)}  ${scenario.summary}`)
  }
  return 0
}

function refuseTwoResults({ json, sink }: GenerateFlags): void {
  if (!json || sink !== 'stdout') return
  throw wrongUsage(
    ['--json: expected another --sink than stdout, which is where the summary goes'],
    'tally generate --help',
  )
}

function sayHowToRepeat(
  name: string,
  flags: GenerateFlags,
  { traffic }: Run,
  { terminal }: CommandContext,
): void {
  const { start } = traffic.world
  const seconds = flags.for === undefined ? undefined : `${flags.for / 1000}s`
  const given = Object.entries({
    seed: flags.seed,
    bank: flags.bank,
    start: new Date(start).toISOString(),
    backfill: flags.backfill,
    customers: flags.customers,
    rate: flags.rate,
    for: seconds,
    events: flags.events,
  }).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag} ${value}`]))
  const faults = flags.noFaults ? ' --no-faults' : ''
  terminal.say(`The same again: tally generate ${name} ${given.join(' ')}${faults}`)
}

/** Readers refuse what has not happened yet. */
function warnOfFuture({ schedule }: Run, { terminal }: CommandContext): void {
  const { liveFrom, anchor } = schedule
  if (anchor === 'clock' || liveFrom <= systemClock.now()) return
  const begin = new Date(liveFrom).toISOString()
  terminal.say(
    `${terminal.paint('yellow', 'Its live part begins in the future')}, at ${begin}: workers make dead letters of such events. Take an earlier --start.`,
  )
}

interface Play {
  readonly flags: GenerateFlags
  readonly run: Run
  readonly context: CommandContext
}

async function play(
  { name, scenario }: NamedScenario,
  { flags, run, context }: Play,
): Promise<RunSummary> {
  const { sink, partitions, sentBefore, close } = await openSink(flags.sink, run, context)
  const { start, customers, bank } = run.traffic.world
  const what = {
    scenario: name,
    seed: flags.seed,
    start: new Date(start).toISOString(),
    customers,
    bank,
  }
  const header = { fingerprint: fingerprintOfRun(run.traffic), ...what }
  const ledger = flags.ledger === undefined ? undefined : await LedgerFile.open(flags.ledger, { header }) // prettier-ignore
  sayHowToRepeat(name, flags, run, context)
  const generator = createGenerator({
    traffic: trafficOf(run.traffic, partitions),
    sink,
    schedule: run.schedule,
    clock: systemClock,
    signal: context.signal,
    sentBefore,
    ledger,
  })
  const ticker = setInterval(() => {
    context.terminal.progress(progressOf(generator, flags.events ?? Infinity))
  }, 250)
  try {
    await generator.runHistory()
    await generator.runLive()
  } finally {
    clearInterval(ticker)
    await close()
  }
  await ledger?.close()
  const stats = generator.stats()
  return summarise({
    ...what,
    skipped: generator.skipped,
    stats,
    stages: generator.stages(),
    thresholds: checkThresholds(scenario.thresholds ?? {}, stats.live),
  })
}

/** @param eventsMax with which the run ends, wherever it is */
function progressOf(generator: EventGenerator, eventsMax: number): string {
  const { part, share, worldMs } = generator.progress
  const { sent, perSecond, live, overdue } = generator.stats()
  const hasEnd = share !== undefined || eventsMax < Infinity
  const day = new Date(worldMs).toISOString().slice(0, 16).replace('T', ' ')
  const figures = [`${day} UTC`, `${count(sent)} events`, `${count(perSecond)}/s`]
  const punctual = [`${count(live.late)} late`, `p99 ${count(live.delayMs.p99)} ms`]
  const behind = overdue > perSecond ? [`about ${count(overdue)} overdue`] : []
  return [
    part === 'history' ? 'History' : 'Live',
    ...(hasEnd ? [progressBar(Math.max(share ?? 0, sent / eventsMax))] : []),
    ...figures,
    ...(part === 'live' ? [...punctual, ...behind] : []),
  ].join(' · ')
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
