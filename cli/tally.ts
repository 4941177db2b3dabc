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
const leaveAfterMs = 500
const interruption = new AbortController()

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    interrupt(name)
  })
}
// A worker of `tally demo` ends with it, however the demo ends.
process.on('disconnect', () => {
  interrupt('the end of the process that had started it')
})

// Whoever read the output (`tally … | head`) has read enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
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
  // For the parent of a worker, which cannot tell by the status whether to start it again.
  if (error instanceof PipelineError) process.send?.({ code: error.code })
}

function interrupt(by: string): void {
  if (interruption.signal.aborted) process.exit(130)
  interruption.abort(
    new PipelineError({
      code: 'interrupted',
      message: `interrupted by ${by}`,
      action: 'Run the same command again to go on.',
    }),
  )
}

// What a failed command leaves open, such as a socket to a server that is silent, must not keep the
// process. The timer itself does not: without anything open the process ends at once.
setTimeout(() => process.exit(), leaveAfterMs).unref()
