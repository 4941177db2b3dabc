import { delay } from '../../runtime/lifecycle.ts'
import { type StackSettings } from '../../runtime/settings.ts'
import { stackStatus } from '../../stack/embedded-stack.ts'
import { pollUntil } from '../../stack/poll.ts'
import { type Chance } from '../simulation/chance.ts'
import { type Action } from './plan.ts'
import { type WorkerCrew } from './worker-crew.ts'

/** Something that was done, and when. */
export interface Deed {
  readonly atMs: number
  readonly what: string
}

interface AgentOptions {
  readonly crew: WorkerCrew
  /** Of the stack whose servers are killed; whoever opened it starts them again. */
  readonly settings: StackSettings
  readonly chance: Chance
  readonly signal: AbortSignal
}

/** Longest wait for a server that is to be killed but has not come back from the last time. */
const serverDeadlineMs = 60_000

/** The agent of chaos: carries out a plan, and starts a worker for each that it has taken. */
export class ChaosAgent {
  readonly deeds: Deed[] = []
  readonly #options: AgentOptions
  #wanted = 0
  #begunAt = 0

  constructor(options: AgentOptions) {
    this.#options = options
  }

  /** @throws the signal's reason, as soon as it is aborted. */
  async carryOut(plan: readonly Action[]): Promise<void> {
    this.#begunAt = performance.now()
    for (const action of plan) {
      await delay(Math.max(0, action.atMs - this.#elapsedMs()), this.#options.signal)
      if (await this.#do(action)) this.#note(nameOf(action))
    }
  }

  /** @returns whether there was anything to do it to */
  async #do(action: Action): Promise<boolean> {
    const { crew, chance } = this.#options
    switch (action.kind) {
      case 'scale':
        return this.#scale(action.workers)
      case 'kill worker':
        return this.#replacing(crew.kill(chance))
      case 'dismiss worker':
        return this.#replacing(crew.dismiss(chance))
      case 'freeze worker':
        return crew.freeze(chance)
      case 'thaw worker':
        return crew.thaw()
      case 'kill Elasticsearch':
        return this.#killServer('elasticsearch')
      case 'kill Kafka':
        return this.#killServer('kafka')
    }
  }

  #scale(workers: number): boolean {
    const { crew, chance } = this.#options
    this.#wanted = workers
    while (crew.size > workers && crew.dismiss(chance));
    return this.#replacing(true)
  }

  #replacing(isDone: boolean): boolean {
    const { crew } = this.#options
    while (crew.size < this.#wanted) crew.start()
    return isDone
  }

  async #killServer(name: 'kafka' | 'elasticsearch'): Promise<boolean> {
    const { settings, signal } = this.#options
    const pid = await pollUntil(
      async () => {
        const server = (await stackStatus(settings))[name]
        return server?.state === 'running' ? (server.pid ?? undefined) : undefined
      },
      { deadlineMs: serverDeadlineMs, signal },
    )
    if (pid === undefined) throw new Error(`${name} did not come back`)
    process.kill(pid, 'SIGKILL')
    return true
  }

  #note(what: string): void {
    this.deeds.push({ atMs: Math.round(this.#elapsedMs()), what })
  }

  #elapsedMs(): number {
    return performance.now() - this.#begunAt
  }
}

function nameOf(action: Action): string {
  return action.kind === 'scale' ? `scale to ${action.workers}` : action.kind
}
