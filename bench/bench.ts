import { cpus, totalmem } from 'node:os'
import { createTerminal } from '../runtime/terminal.ts'
import { benchActivity } from './activity.ts'
import { benchAway } from './away.ts'
import { drawBalances } from './balances.ts'
import { benchEnrich } from './enrich.ts'
import { benchGenerator } from './generator.ts'
import { benchLatency } from './latency.ts'
import { benchMemory } from './memory.ts'
import { benchPreview } from './preview.ts'
import { takeScreenshots } from './screenshots.ts'
import { benchApart, benchOutage, benchThroughput } from './throughput.ts'

/** One question per file; each answers with an object that a program can read. */
const questions: Readonly<Record<string, (say: (text: string) => void) => Promise<object>>> = {
  activity: benchActivity,
  apart: benchApart,
  away: benchAway,
  balances: drawBalances,
  enrich: benchEnrich,
  generator: benchGenerator,
  latency: benchLatency,
  memory: benchMemory,
  outage: benchOutage,
  preview: benchPreview,
  screenshots: takeScreenshots,
  throughput: benchThroughput,
}

const [name = '', ...options] = process.argv.slice(2)
const { stdout, stderr } = process
const terminal = createTerminal({ stdout, stderr, hasColour: false })
const ask = questions[name]
if (ask === undefined) {
  terminal.say(
    `Expected one of: ${Object.keys(questions).join(', ')}; got ${JSON.stringify(name)}.`,
  )
  terminal.say(`  npm run bench -- ${Object.keys(questions).join('|')} [--json]`)
  process.exitCode = 2
} else {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  terminal.say(`${name} on Node ${process.version}, ${machine}`)
  const result = await ask((text) => {
    terminal.say(text)
  })
  terminal.print(JSON.stringify(result, null, options.includes('--json') ? 0 : 2))
}
