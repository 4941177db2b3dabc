import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTerminal, type Terminal } from '../../runtime/terminal.ts'
import { stoppedBySignals } from '../stop-signals.ts'
import { openTestStack } from '../test-stack.ts'
import { playRound, type RoundReport } from './round.ts'
import { describeFailure, tableHead, tableLine } from './round-table.ts'
import { type ChaosOptions, help, readOptions } from './usage.ts'

const loadMs = 45_000
/** Compiled beside this file. */
const entry = fileURLToPath(new URL('worker-process.js', import.meta.url))

/** Plays rounds until the time or their number is over. @returns whether all were as they must be */
async function playRounds(
  options: ChaosOptions,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<boolean> {
  const endsAt = performance.now() + options.minutes * 60_000
  const isOver = (rounds: number) =>
    options.runs === undefined ? performance.now() >= endsAt : rounds >= options.runs
  let failed = 0
  if (!options.json) terminal.print(tableHead())
  for (let rounds = 0; !isOver(rounds) && !signal.aborted; rounds += 1) {
    const report = await playOne(options.seed + rounds, { terminal, signal })
    terminal.print(options.json ? JSON.stringify(report) : tableLine(report))
    if (report.ok) continue
    failed += 1
    terminal.say(`Seed ${report.seed} is not as it must be:\n${describeFailure(report)}`)
  }
  return failed === 0
}

/** On new servers, so that no round knows of another; their folder stays when it failed. */
async function playOne(
  seed: number,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<RoundReport> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-chaos-'))
  const stack = await openTestStack(join(folder, 'stack'), () => undefined)
  let isOk = false
  try {
    const report = await playRound({ seed, stack, entry, loadMs, signal })
    isOk = report.ok
    return report
  } finally {
    await stack.servers.stop()
    if (isOk || signal.aborted) await rm(folder, { recursive: true, force: true })
    else terminal.say(`Logs and data of seed ${seed}: ${folder}`)
  }
}

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
  const signal = stoppedBySignals()
  try {
    return (await playRounds(read.options, { terminal, signal })) ? 0 : 1
  } catch (error) {
    if (error !== signal.reason) throw error
    terminal.say('Stopped amid a round.')
    return 1
  }
}

const { stdout, stderr } = process
process.exitCode = await main(createTerminal({ stdout, stderr, hasColour: false }))
