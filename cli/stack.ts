import { z } from 'zod'
import {
  ensureStack,
  keepStack,
  resetStack,
  type StackAddresses,
  stackStatus as readStatus,
  type StackStatus,
  stopStack,
} from '../stack/embedded-stack.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { defineCommand } from './command.ts'

export const stackStart = defineCommand({
  flags: z.object({
    foreground: z.boolean().default(false).describe('Keep them until Ctrl-C, in this process.'),
  }),
  examples: [
    ['tally stack start', 'starts both in the background and returns when they answer'],
    ['tally stack start --foreground', 'starts both and stops them with Ctrl-C'],
  ],
  async run({ flags }, { settings, terminal, signal }) {
    const options = {
      signal,
      onProgress: (text: string) => {
        terminal.progress(text)
      },
      onNotice: (text: string) => {
        terminal.say(text)
      },
      onReady: (addresses: StackAddresses) => {
        describeAddresses(addresses, terminal)
      },
    }
    if (flags.foreground) await keepStack(settings.stack, options)
    else describeAddresses(await ensureStack(settings.stack, options), terminal)
    return 0
  },
})

export const stackStop = defineCommand({
  flags: z.object({}),
  examples: [['tally stack stop', 'returns when both have ended; their data stays']],
  async run(_input, { settings, terminal }) {
    const wasRunning = await stopStack(settings.stack, (text) => {
      terminal.progress(text)
    })
    terminal.say(wasRunning ? 'Kafka and Elasticsearch have stopped.' : 'Nothing was running.')
    return 0
  },
})

export const stackStatus = defineCommand({
  flags: z.object({ json: z.boolean().default(false).describe('One JSON object on stdout.') }),
  examples: [
    ['tally stack status', 'one line per server'],
    ['tally stack status --json', 'for programs; a server that is down is null'],
  ],
  async run({ flags }, { settings, terminal }) {
    const status = await readStatus(settings.stack)
    if (flags.json) terminal.print(JSON.stringify(status))
    else describeStatus(status, terminal)
    return 0
  },
})

export const stackReset = defineCommand({
  flags: z.object({}),
  examples: [['tally stack stop && tally stack reset', 'the next start begins with empty servers']],
  async run(_input, { settings, terminal }) {
    await resetStack(settings.stack)
    terminal.say(`Data and logs in ${settings.stack.folder} are deleted.`)
    return 0
  },
})

function describeAddresses({ kafka, elasticsearch }: StackAddresses, terminal: Terminal): void {
  terminal.endProgress()
  terminal.print(`Kafka          ${kafka.brokers.join(',')}  (process ${kafka.pid})`)
  terminal.print(`Elasticsearch  ${elasticsearch.url}  (process ${elasticsearch.pid})`)
}

function describeStatus({ kafka, elasticsearch, logs }: StackStatus, terminal: Terminal): void {
  const rows = [
    ['Kafka          ', kafka && { ...kafka, address: kafka.brokers.join(',') }],
    ['Elasticsearch  ', elasticsearch && { ...elasticsearch, address: elasticsearch.url }],
  ] as const
  for (const [title, server] of rows) {
    const pid = server?.pid ?? null
    const process = pid === null ? '' : `  (process ${pid})`
    terminal.print(title + (server ? `${server.state}  ${server.address}${process}` : 'down'))
  }
  terminal.print(`Logs           ${logs}`)
}
