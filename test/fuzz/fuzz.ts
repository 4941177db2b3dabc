import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../../runtime/paths.ts'
import { createTerminal, type Terminal } from '../../runtime/terminal.ts'
import { stoppedBySignals } from '../stop-signals.ts'
import { type FoundCase } from './found-case.ts'
import { fuzzMessages } from './fuzz-messages.ts'
import { fuzzPreview, fuzzWorkerEndpoint } from './fuzzed-servers.ts'
import { type FuzzOptions, help, readOptions } from './usage.ts'

const foundFolder = join(packageFolder, 'test', 'fuzz', 'found')

async function main(terminal: Terminal): Promise<number> {
  const read = readOptions(process.argv.slice(2))
  if ('problem' in read) {
    terminal.say(`${read.problem}\n\n${help}`)
    return 2
  }
  if (read.options === 'help') {
    terminal.print(help)
    return 0
  }
  const isFine = await fuzz(read.options, { terminal, signal: stoppedBySignals() })
  return isFine ? 0 : 1
}

interface Context {
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

async function fuzz(options: FuzzOptions, { terminal, signal }: Context): Promise<boolean> {
  terminal.say(`Seed ${options.seed}.`)
  const messages = await fuzzMessages({ ...options, signal })
  print(messages, options, terminal)
  for (const each of messages.found) await keep(each, terminal)
  const servers = []
  for (const fuzzServer of options.requests === 0 ? [] : [fuzzWorkerEndpoint, fuzzPreview]) {
    const report = await fuzzServer({ ...options, signal })
    print(report, options, terminal)
    servers.push(report)
  }
  const isFine = servers.every(({ found, bugs }) => found.length === 0 && bugs.length === 0)
  return isFine && messages.found.length === 0
}

function print(report: object, { json }: FuzzOptions, terminal: Terminal): void {
  terminal.print(json ? JSON.stringify(report) : JSON.stringify(report, undefined, 2))
}

async function keep(found: FoundCase, terminal: Terminal): Promise<void> {
  const text = `${JSON.stringify(found, undefined, 2)}\n`
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`
  await mkdir(foundFolder, { recursive: true })
  await writeFile(join(foundFolder, name), text)
  terminal.say(`${found.fault}\n  kept as test/fuzz/found/${name}`)
}

const { stdout, stderr } = process
process.exitCode = await main(createTerminal({ stdout, stderr, hasColour: false }))
