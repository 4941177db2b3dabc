import { join } from 'node:path'
import { type PipelineError } from '../runtime/problem.ts'
import { type StackSettings } from '../runtime/settings.ts'
import { checkDisk, withDiskProblems } from './disk.ts'
import { planElasticsearch } from './elasticsearch-server.ts'
import { makeFolders, stackFolders, type StackFolders } from './folders.ts'
import { prepareJars } from './jars.ts'
import { findJava } from './java.ts'
import { planKafka } from './kafka-server.ts'
import { endLeftovers } from './leftovers.ts'
import { acquireLock, type Lock } from './lock.ts'
import { identifySelf } from './process-identity.ts'
import { StartProgress } from './progress.ts'
import { rehearse } from './rehearsal.ts'
import { RestartBudget } from './restart-budget.ts'
import { type ServerPlan } from './server-plan.ts'
import { readState, type ServerState, type StackState, toFailure } from './state.ts'
import { StatePublisher } from './state-publisher.ts'
import { SupervisedServer } from './supervised-server.ts'

/** More often than this within the window, and starting again is no cure. */
const restartsMax = 5
const restartWindowMs = 10 * 60_000

interface KeeperOptions {
  /** The state of the start, to be shown; the same text may come again. */
  readonly onProgress: (text: string) => void
  /** Something that the person should know and that stays true: another port, a restart. */
  readonly onNotice: (text: string) => void
  readonly signal: AbortSignal
}

/** The process that owns the servers of one folder, as its children. */
export interface Keeper {
  readonly state: StackState
  /** Resolves if a server cannot be kept running; everything has been stopped then. */
  readonly gaveUp: Promise<PipelineError>
  stop(): Promise<void>
}

/**
 * Starts both servers in this process's care, unless another process does that already.
 *
 * @returns undefined when another process has the lock of the folder.
 * @throws PipelineError what is in the way; nothing is left half started.
 */
export async function startKeeper(
  settings: StackSettings,
  options: KeeperOptions,
): Promise<Keeper | undefined> {
  const folders = stackFolders(settings)
  await checkDisk(folders.root)
  const attempt = await withDiskProblems(folders.lock, () => acquireLock(folders.lock))
  if (!attempt.ok) return undefined
  const last = await readState(folders.stateFile)
  const publisher = new StatePublisher(folders.stateFile, await firstState(last), (error) => {
    options.onNotice(`${folders.stateFile} could not be written (${String(error)}).`)
  })
  const keeper = new EmbeddedKeeper({ settings, folders, lock: attempt.lock, publisher, options })
  await keeper.start()
  return keeper
}

async function firstState(last: StackState | undefined): Promise<StackState> {
  // The processes stay until they are known to have ended: this file is all that knows of them.
  const down = (server: ServerState | null | undefined): ServerState | null =>
    server ? { ...server, phase: 'down' } : null
  return {
    keeper: await identifySelf(),
    phase: 'preparing',
    progress: '',
    notices: [],
    failure: null,
    kafka: down(last?.kafka),
    elasticsearch: down(last?.elasticsearch),
  }
}

interface Parts {
  readonly settings: StackSettings
  readonly folders: StackFolders
  readonly lock: Lock
  readonly publisher: StatePublisher
  readonly options: KeeperOptions
}

class EmbeddedKeeper implements Keeper {
  readonly gaveUp: Promise<PipelineError>
  readonly #parts: Parts
  readonly #stopping = new AbortController()
  #servers: readonly SupervisedServer[] = []
  #supervisions: readonly Promise<PipelineError | undefined>[] = []
  #tellGaveUp: (problem: PipelineError) => void = () => undefined
  #ended: Promise<void> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.gaveUp = new Promise((resolve) => {
      this.#tellGaveUp = resolve
    })
  }

  get state(): StackState {
    return this.#parts.publisher.state
  }

  async start(): Promise<void> {
    const { signal } = this.#parts.options
    const interrupt = () => {
      this.#stopping.abort(signal.reason)
    }
    signal.addEventListener('abort', interrupt)
    try {
      signal.throwIfAborted()
      const { java, plans } = await this.#prepare()
      await this.#startServers(java, plans)
    } catch (error) {
      await this.#end(error)
      throw error
    } finally {
      signal.removeEventListener('abort', interrupt)
    }
    this.#parts.publisher.update({ phase: 'running' })
    await this.#parts.publisher.flush()
    void this.#supervise()
  }

  async stop(): Promise<void> {
    await this.#end()
  }

  async #prepare(): Promise<{ java: string; plans: readonly ServerPlan[] }> {
    const { settings, folders, publisher } = this.#parts
    const signal = this.#stopping.signal
    const onProgress = (text: string) => {
      this.#showProgress(text)
    }
    const { kafka, elasticsearch } = publisher.state
    await endLeftovers(publisher.state, onProgress)
    publisher.update({ kafka: ended(kafka), elasticsearch: ended(elasticsearch) })
    const java = await findJava(settings.javaHome)
    return withDiskProblems(folders.root, async () => {
      await makeFolders(folders)
      const logFile = join(folders.logs, 'maven.log')
      const jars = await prepareJars({ cache: folders.jars, logFile, java, onProgress, signal })
      await rehearse({ settings, folders, jars, java: java.java, onProgress, signal })
      const plans = [
        planKafka(settings, folders, jars, kafka?.port),
        planElasticsearch(settings, folders, jars, elasticsearch?.port),
      ]
      return { java: java.java, plans }
    })
  }

  async #startServers(java: string, plans: readonly ServerPlan[]): Promise<void> {
    const { publisher, options } = this.#parts
    const progress = new StartProgress(performance.now())
    const show = () => {
      this.#showProgress(progress.text(performance.now()))
    }
    this.#servers = plans.map(
      (plan) =>
        new SupervisedServer(plan, {
          java,
          signal: this.#stopping.signal,
          budget: new RestartBudget({ max: restartsMax, windowMs: restartWindowMs }),
          onChange: (state) => {
            progress.note(plan.name, state.phase, performance.now())
            publisher.update({ [plan.name]: state })
          },
          onNotice: (text) => {
            publisher.addNotice(text)
            options.onNotice(text)
          },
        }),
    )
    publisher.update({ phase: 'starting' })
    show()
    const ticker = setInterval(show, 1000)
    try {
      await this.#startAll()
      show()
    } finally {
      clearInterval(ticker)
    }
  }

  /** The failure of one ends the start of the other; it is thrown when both have ended. */
  async #startAll(): Promise<void> {
    const starts = this.#servers.map(async (server) => {
      try {
        await server.start()
      } catch (error) {
        this.#stopping.abort(error)
      }
    })
    await Promise.all(starts)
    this.#stopping.signal.throwIfAborted()
  }

  async #supervise(): Promise<void> {
    this.#supervisions = this.#servers.map((server) => server.supervise())
    const problem = await Promise.race(this.#supervisions)
    if (problem === undefined) return
    await this.#end(problem)
    this.#tellGaveUp(problem)
  }

  /** Stops everything, says why, and lets go of the folder: once, whoever asks first. */
  #end(reason?: unknown): Promise<void> {
    this.#ended ??= this.#endOnce(reason)
    return this.#ended
  }

  async #endOnce(reason: unknown): Promise<void> {
    const { publisher, lock } = this.#parts
    publisher.update({ phase: 'stopping' })
    this.#stopping.abort(reason)
    await Promise.all(this.#servers.map((server) => server.stop()))
    await Promise.allSettled(this.#supervisions)
    publisher.update(
      reason === undefined ? { phase: 'stopped' } : { phase: 'failed', failure: toFailure(reason) },
    )
    await publisher.flush()
    await lock.release()
  }

  #showProgress(text: string): void {
    this.#parts.publisher.update({ progress: text })
    this.#parts.options.onProgress(text)
  }
}

function ended(server: ServerState | null): ServerState | null {
  return server === null ? null : { ...server, process: null }
}
