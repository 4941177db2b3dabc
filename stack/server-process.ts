import { type ChildProcess, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { readTail, sizeOf } from './log-tail.ts'
import { pollUntil } from './poll.ts'
import { identify, type ProcessIdentity } from './process-identity.ts'
import { type ServerPlan } from './server-plan.ts'
import { explainFailure, type StartFailure } from './start-failure.ts'

/** A server that has answered. */
export interface ServerProcess {
  readonly identity: ProcessIdentity
  /** Resolves when the process has ended, with how: `was ended by SIGKILL`. */
  readonly ended: Promise<string>
  /** Ends it in order, or with SIGKILL if it does not end by itself. */
  stop(): Promise<void>
}

type StartResult =
  | { readonly ok: true; readonly server: ServerProcess }
  | { readonly ok: false; readonly failure: StartFailure }

interface Options {
  readonly java: string
  readonly port: number
  readonly signal: AbortSignal
  /** Called as soon as there is a process, long before it answers. */
  readonly onProcess: (identity: ProcessIdentity) => void
  /** Options for the JVM, beside those of the plan. */
  readonly jvmWords: readonly string[]
  /** After which a process that was asked to end is killed. */
  readonly stopDeadlineMs: number
}

/** A cold JVM on a slow machine, with log segments to recover, stays below this. */
const startDeadlineMs = 60_000
/**
 * Starts a server as a child process and waits until it serves clients.
 *
 * The child cannot outlive this process: it ends when its standard input does. It has a process
 * group of its own, so that Ctrl-C reaches it through this process only and the stop is orderly.
 *
 * @throws the reason of `signal`; the child has ended then.
 */
export async function startServer(plan: ServerPlan, options: Options): Promise<StartResult> {
  const words = await plan.prepare(options.port)
  options.signal.throwIfAborted()
  const logStart = await sizeOf(plan.logFile)
  const { child, ended } = await spawnServer(plan, options.java, [...options.jvmWords, ...words])
  const stop = () => stopServer(child, ended, options.stopDeadlineMs)
  try {
    const outcome = await waitForHealth(plan, { ...options, child, ended, stop })
    if (typeof outcome !== 'string') return { ok: true, server: outcome }
    await stop()
    const written = (await readTail(plan.outputFile)) + (await readTail(plan.logFile, logStart))
    return { ok: false, failure: explainFailure(plan, outcome, written) }
  } catch (error) {
    await stop()
    throw error
  }
}

async function spawnServer(
  plan: ServerPlan,
  java: string,
  words: readonly string[],
): Promise<{ child: ChildProcess; ended: Promise<string> }> {
  const output = await open(plan.outputFile, 'w')
  try {
    const child = spawn(java, words, {
      cwd: plan.folder,
      detached: true,
      stdio: ['pipe', output.fd, output.fd],
    })
    // Ending the input of a process that is gone already is no failure.
    child.stdin?.on('error', () => undefined)
    // Listened for at once: a process that ends immediately does not say so twice.
    return { child, ended: endOf(child) }
  } finally {
    await output.close()
  }
}

/** Completes the sentence "Kafka …". */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => {
      resolve(`could not be started (${message})`)
    })
    child.once('exit', (status, signal) => {
      resolve(signal === null ? `ended with status ${status ?? '?'}` : `was ended by ${signal}`)
    })
  })
}

/** @returns the server, or in words what it did instead of answering. */
async function waitForHealth(
  plan: ServerPlan,
  run: Options & { child: ChildProcess; ended: Promise<string>; stop: () => Promise<void> },
): Promise<ServerProcess | string> {
  const { child, port, ended, stop, signal } = run
  const identity = child.pid === undefined ? undefined : await identify(child.pid)
  if (identity === undefined) return ended
  run.onProcess(identity)
  let end: string | undefined
  void ended.then((how) => {
    end = how
  })
  const outcome = await pollUntil<ServerProcess | string>(
    async () => {
      if (end !== undefined) return end
      return (await plan.isHealthy(port, identity.pid)) ? { identity, ended, stop } : undefined
    },
    { deadlineMs: startDeadlineMs, signal },
  )
  signal.throwIfAborted()
  return outcome ?? `did not answer within ${startDeadlineMs / 1000} s`
}

async function stopServer(
  child: ChildProcess,
  ended: Promise<string>,
  deadlineMs: number,
): Promise<void> {
  child.stdin?.end()
  const deadline = setTimeout(() => child.kill('SIGKILL'), deadlineMs)
  await ended
  clearTimeout(deadline)
}
