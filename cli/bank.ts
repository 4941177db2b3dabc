import { dirname } from 'node:path'
import { z } from 'zod'
import { type EventGenerator } from '../generator/generate.ts'
import { createLog } from '../runtime/log.ts'
import { keepHeapSmall } from '../runtime/small-heap.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { BankEndpoint } from './bank-endpoint.ts'
import { bankFlags } from './bank-flags.ts'
import { systemClock } from './clock.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { type DemoWorld, openDemoWorld } from './demo-world.ts'
import { whileAway } from './generate-sink.ts'
import { progressBar } from './progress-bar.ts'
import { resolveKafka } from './servers.ts'

const flags = z.object({
  ...bankFlags,
  healthPort: z.coerce
    .number()
    .int()
    .min(1024)
    .max(65_535)
    .optional()
    .describe('Port of 127.0.0.1 at which it answers /health/live and /health/ready.')
    .meta({ value: 'port' }),
})

type Flags = z.output<typeof flags>

export const bank = defineCommand({
  flags,
  examples: [
    ['tally bank', 'thirty days of history, then live; its plan is kept in TALLY_HOME'],
    ['tally bank --health-port 5612', 'for a supervisor, which asks whether it is well'],
  ],
  async run({ flags }, context) {
    keepHeapSmall()
    const endpoint = await openEndpoint(flags)
    try {
      await simulate(flags, context, endpoint)
    } finally {
      await endpoint?.close()
    }
    return 0
  },
})

async function openEndpoint({ healthPort: port, rate }: Flags): Promise<BankEndpoint | undefined> {
  return port === undefined ? undefined : BankEndpoint.open({ port, rate, now: systemClock.now })
}

async function simulate(
  flags: Flags,
  context: CommandContext,
  endpoint: BankEndpoint | undefined,
): Promise<void> {
  const { terminal, signal } = context
  const world = await whileAway(context, () => openBank(flags, context))
  endpoint?.show(world.generator)
  const which = world.isContinued ? 'The bank goes on where it was' : 'A new bank'
  terminal.say(`${which}: ${world.repeatBy}`)
  const ticker = setInterval(() => {
    showProgress(world.generator, terminal)
  }, 500)
  try {
    await world.generator.runHistory()
    if (!signal.aborted) terminal.say(`Live, at ${flags.rate} events a second.`)
    await world.generator.runLive()
  } finally {
    clearInterval(ticker)
    terminal.endProgress()
    await world.close()
  }
}

async function openBank(flags: Flags, context: CommandContext): Promise<DemoWorld> {
  const { settings, terminal, signal } = context
  return openDemoWorld({
    kafka: await resolveKafka(context),
    folder: dirname(settings.stack.folder),
    wanted: {
      seed: flags.seed,
      customers: flags.customers,
      historyDays: flags.days,
      livePerSecond: flags.rate,
    },
    log: createLog({ level: settings.logLevel, name: 'generator' }),
    signal,
    onNotice: (text) => {
      terminal.say(text)
    },
  })
}

/**
 * A bar while history is sent. What moves afterwards is for somebody who looks on: a bank that
 * lives for months must not fill a log.
 */
function showProgress(generator: EventGenerator, terminal: Terminal): void {
  const { part, share } = generator.progress
  const { sent, perSecond, overdue } = generator.stats()
  const figures = `${count(sent)} events · ${count(perSecond)}/s`
  if (part === 'history') terminal.progress(`History ${progressBar(share ?? 0)} · ${figures}`)
  else if (terminal.isInteractive)
    terminal.progress(`Live · ${figures} · ${count(overdue)} overdue`)
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
