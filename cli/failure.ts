import { inspect } from 'node:util'
import { runbookOf } from '../contracts/runbook.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type Terminal } from '../runtime/terminal.ts'

/**
 * Says what went wrong and returns the exit status.
 *
 * A PipelineError is two sentences, what happened and what to do, and the page that says more.
 * Anything else is a bug and shown with its stack, because hiding it would make it unreportable.
 */
export function reportFailure(error: unknown, terminal: Terminal): number {
  terminal.endProgress()
  if (error instanceof PipelineError) {
    terminal.say(`${terminal.paint('red', 'tally:')} ${error.message}`)
    terminal.say(`  ${error.action}`)
    terminal.say(`  ${runbookOf(error.code)}`)
    return error.exitCode
  }
  terminal.say(terminal.paint('red', 'tally: this is a bug, please report it with these lines:'))
  terminal.say(inspect(error))
  return 1
}
