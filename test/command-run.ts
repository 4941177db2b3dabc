import { type ListedCommand } from '../cli/command.ts'
import { commands } from '../cli/commands.ts'
import { reportFailure } from '../cli/failure.ts'
import { runTally } from '../cli/program.ts'
import { readSettings } from '../runtime/settings.ts'
import { createTerminal } from '../runtime/terminal.ts'

export interface CommandOutcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line as `cli/tally.ts` does, in this process and with nothing but these settings. */
export async function runCommandLine(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  among: readonly ListedCommand[] = commands,
): Promise<CommandOutcome> {
  const written = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => (written[name] += text),
  })
  const terminal = createTerminal({
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    hasColour: false,
  })
  const status = await runTally(words, among, {
    terminal,
    signal: new AbortController().signal,
    readSettings: () => readSettings(env, '/'),
  }).catch((error: unknown) => reportFailure(error, terminal))
  return { status, ...written }
}
