import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type WorkerStats } from '../ingest/worker-stats.ts'
import { packageFolder } from '../runtime/paths.ts'
import { PipelineError, type ProblemCode } from '../runtime/problem.ts'
import { delay } from '../runtime/lifecycle.ts'
import { childEnvironment } from '../runtime/settings.ts'
import { smallMemory } from '../runtime/small-heap.ts'
import { RestartBudget } from '../stack/restart-budget.ts'
import { type Servers } from './servers.ts'
import { Silence } from './silence.ts'
import { WorkerMessage } from './worker-messages.ts'

interface Options {
  readonly servers: Servers
  readonly onNotice: (text: string) => void
  /** Between two looks whether it has given a sign of life; a second unless it is given. */
  readonly lookEveryMs?: number
}

/** A worker in a process of its own, started again whenever it ends by itself. */
export interface WorkerProcess {
  /** Its last figures; undefined until the first. Those of a new process begin at nothing. */
  readonly stats: WorkerStats | undefined
  /** Of the process that runs now. */
  readonly pid: number | undefined
  /** Resolves, with the reason, when it ended too often, or so that it would end again. */
  readonly gaveUp: Promise<PipelineError>
  /** Asks it to finish, and waits for that. */
  stop(): Promise<void>
}

/** Only a person can mend these: log, group and indices do not belong together. */
const refusals: readonly (ProblemCode | undefined)[] = [
  'kafka.records-missing',
  'log.replaced',
  'index.replaced',
  'setup.differs',
]

const restartsMax = 5
const restartWindowMs = 10 * 60_000
/** A worker needs at most 10 s for its end. */
const stopDeadlineMs = 12_000
/** It gives a sign of life each second; one that starts on a busy machine takes a while. */
const silentLooksMax = 30

/** Starts `tally worker` as a child that ends with this process, however this one ends. */
export function startWorkerProcess(options: Options): WorkerProcess {
  const supervised = new SupervisedWorker(options)
  void supervised.supervise()
  return supervised
}

class SupervisedWorker implements WorkerProcess {
  readonly gaveUp: Promise<PipelineError>
  readonly #options: Options
  readonly #budget = new RestartBudget({ max: restartsMax, windowMs: restartWindowMs })
  readonly #stopping = new AbortController()
  #tellGaveUp: (problem: PipelineError) => void = () => undefined
  #child: ChildProcess | undefined
  #ended: Promise<string> = Promise.resolve('')
  #stats: WorkerStats | undefined
  #failure: ProblemCode | undefined
  #url: string | undefined

  constructor(options: Options) {
    this.#options = options
    this.gaveUp = new Promise((resolve) => {
      this.#tellGaveUp = resolve
    })
  }

  get stats(): WorkerStats | undefined {
    return this.#stats
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  async supervise(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      this.#start()
      const how = await this.#ended
      if (this.#isStopping()) return
      if (refusals.includes(this.#failure)) {
        this.#tellGaveUp(refused())
        return
      }
      const waitMs = this.#budget.next(performance.now())
      if (waitMs === undefined) {
        this.#tellGaveUp(tooOften(how))
        return
      }
      this.#options.onNotice(`The worker ended ${how}. It is started again.`)
      await delay(waitMs, signal).catch(() => undefined)
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    const child = this.#child
    child?.kill('SIGTERM')
    const timer = setTimeout(() => child?.kill('SIGKILL'), stopDeadlineMs)
    await this.#ended
    clearTimeout(timer)
  }

  /** One that is silent is stuck: it would not notice a gentler signal. @returns how to end that */
  #listenFor(child: ChildProcess): () => void {
    const silence = new Silence(silentLooksMax)
    const looking = setInterval(() => {
      if (!silence.look()) return
      this.#options.onNotice(`The worker has given no sign of life for ${silentLooksMax} s.`)
      child.kill('SIGKILL')
      clearInterval(looking)
    }, this.#options.lookEveryMs ?? 1000)
    this.#failure = undefined
    child.on('message', (message) => {
      silence.hear()
      this.#take(WorkerMessage.safeParse(message).data)
    })
    return () => {
      clearInterval(looking)
    }
  }

  #take(message: WorkerMessage | undefined): void {
    if (message === undefined || 'alive' in message) return
    if ('code' in message) this.#failure = message.code
    else if (message.url !== this.#url) {
      this.#url = message.url
      this.#options.onNotice(`${message.url}  metrics and health of the worker`)
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  #start(): void {
    // A process group of its own: Ctrl-C is for the parent, which then asks in its own order.
    const child = fork(join(packageFolder, 'dist/cli/tally.js'), ['worker', '--json'], {
      env: { ...childEnvironment(this.#options.servers), ...smallMemory.environment },
      execArgv: [...smallMemory.nodeArguments],
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    this.#child = child
    const stopListening = this.#listenFor(child)
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => {
        resolve(`before it began (${error.message})`)
      })
      child.once('exit', (code, signal) => {
        stopListening()
        const how = signal === null ? `with status ${code ?? 0}` : `by ${signal}`
        // What it has told last may still be on its way.
        if (!child.connected) resolve(how)
        else
          child.once('disconnect', () => {
            resolve(how)
          })
      })
    })
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#stats = JSON.parse(line) as WorkerStats
    })
  }
}

function tooOften(how: string): PipelineError {
  return new PipelineError({
    code: 'worker.ended',
    message: `The worker ended ${restartsMax + 1} times within ten minutes, at last ${how}.`,
    action: 'What it said before its end is above.',
  })
}

function refused(): PipelineError {
  return new PipelineError({
    code: 'worker.ended',
    message: 'The worker has stopped, and would stop again: its log and its indices do not match.',
    action: 'Do what it said before its end, which is above.',
  })
}
