#!/usr/bin/env node
import { PipelineError } from '../runtime/problem.ts'
import { readSettings } from '../runtime/settings.ts'
import { createTerminal } from '../runtime/terminal.ts'
import { commands } from './commands.ts'
import { reportFailure } from './failure.ts'
import { runTally } from './program.ts'

/**
 * The one place that ends the process. Exit status: 0 done, 1 failed, 2 wrong usage, 70 watchdog,
 * 130 interrupted.
 *
 * The first SIGINT or SIGTERM asks the command to finish its step; a second one does not wait.
 */
const terminal = createTerminal({
  stdout: process.stdout,
  stderr: process.stderr,
  hasColour: process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
})
const interruption = new AbortController()

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (interruption.signal.aborted) process.exit(130)
    interruption.abort(
      new PipelineError({
        code: 'interrupted',
        message: `interrupted by ${name}`,
        action: 'Run the same command again to go on.',
      }),
    )
  })
}

try {
  process.exitCode = await runTally(process.argv.slice(2), commands, {
    terminal,
    signal: interruption.signal,
    readSettings: () => readSettings(),
  })
} catch (error) {
  process.exitCode = reportFailure(error, terminal)
}
