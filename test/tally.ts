import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { inject } from 'vitest'
import { packageFolder } from '../runtime/paths.ts'
import { childEnvironment } from '../runtime/settings.ts'

/** A `tally` command that runs as a user would run it, against the servers of this test run. */
export interface RunningTally {
  readonly process: ChildProcess
  /** Everything that it said so far. */
  readonly output: () => string
  /** Its exit status; null when a signal ended it. */
  readonly ended: Promise<number | null>
}

/**
 * Starts a command of the compiled program.
 *
 * @param environment beside the settings of this test run
 */
export function startTally(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningTally {
  const child = spawn(process.execPath, [join(packageFolder, 'dist/cli/tally.js'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...childEnvironment({
        kafka: { brokers: inject('kafkaBrokers'), sasl: undefined },
        elasticsearch: { url: inject('elasticsearchUrl'), auth: undefined },
      }),
      ...environment,
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  return { process: child, output: () => said, ended }
}

/** Runs a command to its end. @throws with what it said, when it fails. */
export async function runTally(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { ended, output } = startTally(words, environment)
  const status = await ended
  if (status !== 0) throw new Error(`tally ${words.join(' ')} ended with ${status}:\n${output()}`)
  return output()
}
