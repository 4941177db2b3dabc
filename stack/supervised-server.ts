import { delay } from '../runtime/lifecycle.ts'
import { PipelineError } from '../runtime/problem.ts'
import { classArchiveWords } from './class-archive.ts'
import { readEndOfLogs } from './log-tail.ts'
import { choosePort, isPortFree, portTaken } from './ports.ts'
import { type ProcessIdentity } from './process-identity.ts'
import { type RestartBudget } from './restart-budget.ts'
import { type ServerPlan } from './server-plan.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { explainEnd, type StartFailure } from './start-failure.ts'
import { type ServerPhase, type ServerState } from './state.ts'

interface Options {
  readonly java: string
  /** Aborted when the stack stops. */
  readonly signal: AbortSignal
  readonly onChange: (state: ServerState) => void
  readonly onNotice: (text: string) => void
  /** How often it is started again. */
  readonly budget: RestartBudget
}

const startTriesMax = 3
/** The launcher ends itself after 6 s at the latest; this is for one that was stopped or is stuck. */
const stopDeadlineMs = 7_000

/** One server, from its start to its stop, started again whenever it ends by itself. */
export class SupervisedServer {
  readonly #plan: ServerPlan
  readonly #options: Options
  #port = 0
  #server: ServerProcess | undefined

  constructor(plan: ServerPlan, options: Options) {
    this.#plan = plan
    this.#options = options
  }

  /**
   * Starts it on a port of its own choice.
   *
   * @throws PipelineError what is in the way, or the reason of the signal. No process is left.
   */
  async start(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const { port, notice } = await choosePort(this.#plan.portWish)
      this.#port = port
      const failure = await this.#launch('starting')
      if (failure === undefined) {
        if (notice !== undefined) this.#options.onNotice(notice)
        return
      }
      if (failure.kind === 'other' || tries === startTriesMax) throw failure.problem
      await this.#beforeNextTry(failure.kind)
    }
  }

  /**
   * Keeps it running until the signal is aborted.
   *
   * @returns why it was given up, or undefined when it was asked to stop.
   */
  async supervise(): Promise<PipelineError | undefined> {
    const { signal, onNotice } = this.#options
    while (this.#server !== undefined) {
      const end = await this.#server.ended
      if (signal.aborted) break
      this.#server = undefined
      const problem = explainEnd(this.#plan, end, await readEndOfLogs(this.#plan))
      onNotice(`${problem.message.replace(/\.$/, '')}. It is started again.`)
      const lost = await this.#restart(problem)
      if (lost !== undefined) return lost
    }
    return undefined
  }

  /** Ends the process, if there is one. */
  async stop(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#tell('stopping', server.identity)
    await server.stop()
    this.#tell('down', null)
  }

  async #restart(first: PipelineError): Promise<PipelineError | undefined> {
    let last = first
    for (;;) {
      this.#tell('restarting', null)
      const waitMs = this.#options.budget.next(performance.now())
      if (waitMs === undefined) return this.#giveUp(last)
      try {
        await delay(waitMs, this.#options.signal)
        const failure = await this.#launch('restarting')
        if (failure === undefined) return undefined
        last = failure.problem
      } catch (error) {
        if (this.#options.signal.aborted) return undefined
        if (!(error instanceof PipelineError)) throw error
        return error
      }
    }
  }

  async #launch(phase: ServerPhase): Promise<StartFailure | undefined> {
    const { java, signal } = this.#options
    this.#tell(phase, null)
    const result = await startServer(this.#plan, {
      java,
      signal,
      port: this.#port,
      jvmWords: await classArchiveWords(this.#plan.classArchive),
      stopDeadlineMs,
      onProcess: (identity) => {
        this.#tell(phase, identity)
      },
    }).catch((error: unknown) => {
      this.#tell('down', null)
      throw error
    })
    if (!result.ok) {
      this.#tell('down', null)
      return result.failure
    }
    this.#server = result.server
    this.#tell('running', result.server.identity)
    // Asked to stop between its answer and here: `stop` did not see it.
    if (signal.aborted) await this.stop()
    return undefined
  }

  /** A lock passes with the process that has it; a port that the user wants does not. */
  async #beforeNextTry(kind: 'port' | 'lock'): Promise<void> {
    const { portWish } = this.#plan
    if (kind === 'lock') await delay(2_000, this.#options.signal)
    if (kind === 'port' && portWish.explicit !== undefined && !(await isPortFree(this.#port))) {
      throw portTaken(portWish, this.#port)
    }
  }

  #giveUp(last: PipelineError): PipelineError {
    const { title, logFile } = this.#plan
    return new PipelineError({
      code: 'stack.start-failed',
      message: `${title} ends again and again and is not started any more. The last time: ${last.message}`,
      action: `Its log is ${logFile}`,
      cause: last,
    })
  }

  #tell(phase: ServerPhase, process: ProcessIdentity | null): void {
    this.#options.onChange({ phase, port: this.#port, process })
  }
}
