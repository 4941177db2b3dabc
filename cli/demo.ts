import { dirname } from 'node:path'
import { z } from 'zod'
import { type EventGenerator } from '../generator/generate.ts'
import { whenAborted } from '../runtime/lifecycle.ts'
import { createLog } from '../runtime/log.ts'
import { type OpenStack, openStack } from '../stack/embedded-stack.ts'
import { previewDefaults, startPreview } from '../web/preview/server.ts'
import { bankFlags } from './bank-flags.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { type DemoWorld, openDemoWorld } from './demo-world.ts'
import { progressBar } from './progress-bar.ts'
import { resolveServers, type Servers } from './servers.ts'
import { requireSetUp } from './set-up-servers.ts'
import { statusLine } from './status-line.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

const flags = z.object({
  ...bankFlags,
  port: z.coerce
    .number()
    .int()
    .min(1024)
    .max(65_535)
    .default(previewDefaults.port)
    .describe('Port of the page; a free one if it is taken.')
    .meta({ value: 'port' }),
})

type Flags = z.output<typeof flags>

export const demo = defineCommand({
  flags,
  examples: [
    ['tally demo', 'thirty days of history, then live at 5 events a second; Ctrl-C ends all'],
    ['tally demo --rate 500', 'the same bank, busier'],
  ],
  async run({ flags }, context) {
    const ends = new Ends()
    try {
      const { stack, servers } = await openServers(context, ends)
      await runDemo(flags, { context, servers, ends, stack })
    } finally {
      context.terminal.progress('Stopping…')
      await ends.run()
      context.terminal.say('Everything has stopped; the data stays for the next start.')
    }
    return 0
  },
})

/** What must be ended, in the opposite order of its beginning. */
class Ends {
  readonly #ends: (() => Promise<void>)[] = []

  add(end: () => Promise<void>): void {
    this.#ends.unshift(end)
  }

  /** Each is tried, whatever becomes of the others. @throws the first failure. */
  async run(): Promise<void> {
    const failures: unknown[] = []
    for (const end of this.#ends) await end().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
}

interface Demo {
  readonly context: CommandContext
  readonly servers: Servers
  readonly ends: Ends
  readonly stack: OpenStack | undefined
}

/** The servers of the settings; else the embedded ones, as children that end with the demo. */
async function openServers(context: CommandContext, ends: Ends) {
  let stack: OpenStack | undefined
  const servers = await resolveServers(context, async ({ settings, terminal, signal }) => {
    // A demo lives for minutes.
    const jit = settings.stack.jit ?? 'quick'
    stack = await openStack(
      { ...settings.stack, jit },
      {
        signal,
        onProgress: (text) => {
          terminal.progress(text)
        },
        onNotice: (text) => {
          terminal.say(text)
        },
      },
    )
    const opened = stack
    ends.add(() => opened.stop())
    return opened
  })
  return { stack, servers }
}

async function runDemo(flags: Flags, demo: Demo): Promise<void> {
  const { context, servers, ends } = demo
  const { terminal, settings, signal } = context
  const log = createLog({ level: settings.logLevel === 'info' ? 'warn' : settings.logLevel, name: 'demo' }) // prettier-ignore
  await requireSetUp(servers, log)
  const onNotice = (text: string) => {
    terminal.say(text)
  }
  const preview = await startPreview({
    elasticsearch: servers.elasticsearch,
    host: previewDefaults.host,
    port: flags.port,
  })
  ends.add(() => preview.close())
  const worker = startWorkerProcess({ servers, onNotice })
  ends.add(() => worker.stop())
  const world = await openDemoWorld({
    kafka: servers.kafka,
    folder: dirname(settings.stack.folder),
    wanted: {
      seed: flags.seed,
      customers: flags.customers,
      historyDays: flags.days,
      livePerSecond: flags.rate,
    },
    log,
    signal,
    onNotice,
  })
  ends.add(() => world.close())
  terminal.say(`${terminal.paint('bold', preview.url)}  the dashboards, live`)
  sayWhichWorld(world, context)
  await playUntilEnd(world, { ...demo, worker })
}

function sayWhichWorld({ isContinued, repeatBy }: DemoWorld, { terminal }: CommandContext): void {
  const which = isContinued ? 'The bank goes on where it was' : 'A new bank'
  terminal.say(`${which}: ${repeatBy}`)
}

async function playUntilEnd(
  { generator }: DemoWorld,
  { context, worker, stack }: Demo & { readonly worker: WorkerProcess },
): Promise<void> {
  const { terminal, signal } = context
  const failed = Promise.race([worker.gaveUp, ...(stack === undefined ? [] : [stack.gaveUp])]).then(
    (problem) => {
      throw problem
    },
  )
  const ticker = setInterval(() => {
    terminal.progress(demoLine(generator, worker))
  }, 500)
  try {
    await Promise.race([failed, generator.runHistory()])
    const history = generator.stats().sent
    if (signal.aborted) return
    if (history > 0) terminal.say(`History sent: ${history.toLocaleString('en')} events.`)
    await Promise.race([failed, generator.runLive(), whenAborted(signal)])
    await generator.finish()
  } finally {
    clearInterval(ticker)
  }
}

/** A bar while history is sent, then what moves. */
function demoLine(generator: EventGenerator, worker: WorkerProcess): string {
  const { part, share } = generator.progress
  if (part === 'live') return statusLine(worker.stats, generator.stats())
  const documents = worker.stats?.documents.written ?? 0
  return `History ${progressBar(share ?? 0)} · ${documents.toLocaleString('en')} documents out`
}
