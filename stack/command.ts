import { spawn } from 'node:child_process'
import { type FileHandle } from 'node:fs/promises'

interface Outcome {
  /** Null when a signal ended it. */
  readonly status: number | null
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string
}

interface Options {
  readonly cwd?: string
  readonly signal?: AbortSignal
  /** Also receives the output, as it comes. */
  readonly log?: FileHandle
}

/**
 * Runs a program to its end and collects what it prints, whether it succeeds or not.
 *
 * @throws what `spawn` reports (ENOENT: no such program), or the reason of `signal`.
 */
export function runCommand(
  program: string,
  words: readonly string[],
  { cwd, signal, log }: Options = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
      ...(signal === undefined ? {} : { signal }),
    })
    const chunks: Buffer[] = []
    const collect = (chunk: Buffer) => {
      chunks.push(chunk)
      void log?.write(chunk)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (error) => {
      reject(signal?.aborted === true ? (signal.reason as Error) : error)
    })
    child.once('close', (status) => {
      resolve({ status, output: Buffer.concat(chunks).toString('utf8') })
    })
  })
}
