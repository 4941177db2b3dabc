import { type ChildProcess, fork } from 'node:child_process'
import { type Chance } from '../simulation/chance.ts'
import { type WorkerReport, type WorkerTask } from './worker-task.ts'

/** What the worker processes of a round have said and how they ended. */
export interface CrewRecord {
  readonly reports: number
  /** The largest number of records without an outcome that any report told. */
  readonly unaccounted: number
  /** Of all processes together, by the last report of each. */
  readonly outcomes: WorkerReport['outcomes']
  /** Ends that nobody asked for. */
  readonly crashes: readonly string[]
}

interface Member {
  readonly child: ChildProcess
  readonly ended: Promise<void>
  state: 'running' | 'frozen' | 'leaving' | 'ended'
  last: WorkerReport | undefined
}

/** A worker promises to end within 10 s; the machine may be busy. */
const leaveMsMax = 20_000

const nothing: WorkerReport['outcomes'] = {
  consumed: 0,
  inFlight: 0,
  applied: 0,
  duplicate: 0,
  skipped: 0,
  deadLettered: 0,
  filtered: 0,
  abandoned: 0,
}

/** The worker processes of one round: started, killed, frozen, thawed, asked to leave. */
export class WorkerCrew {
  readonly #entry: string
  readonly #task: WorkerTask
  readonly #logFile: number
  readonly #members: Member[] = []
  readonly #crashes: string[] = []
  #reports = 0
  #unaccounted = 0

  /**
   * @param entry compiled program of a worker
   * @param logFile descriptor of the file that takes what the workers log
   */
  constructor(entry: string, task: WorkerTask, logFile: number) {
    this.#entry = entry
    this.#task = task
    this.#logFile = logFile
    process.once('exit', this.#killAll)
  }

  /** Those that work or are frozen. */
  get size(): number {
    return this.#in('running').length + this.#in('frozen').length
  }

  /** Consumed records that those who work now have not brought to an end, as they last told. */
  get inFlight(): number {
    return this.#in('running').reduce((sum, { last }) => sum + (last?.outcomes.inFlight ?? 0), 0)
  }

  get record(): CrewRecord {
    const sum = { ...nothing }
    for (const { last } of this.#members) {
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) {
        sum[name] += last?.outcomes[name] ?? 0
      }
    }
    return {
      reports: this.#reports,
      unaccounted: this.#unaccounted,
      outcomes: sum,
      crashes: this.#crashes,
    }
  }

  start(): void {
    const child = fork(this.#entry, [JSON.stringify(this.#task)], {
      stdio: ['ignore', this.#logFile, this.#logFile, 'ipc'],
      execArgv: [],
    })
    const ended = new Promise<void>((resolve) => {
      child.once('close', (code, signal) => {
        this.#onEnd(member, signal ?? `status ${code ?? 0}`)
        resolve()
      })
    })
    const member: Member = { child, ended, state: 'running', last: undefined }
    child.on('message', (report) => {
      this.#onReport(member, report as WorkerReport)
    })
    this.#members.push(member)
  }

  /** Kills one that works, as kill -9 does. @returns false when there is none */
  kill(chance: Chance): boolean {
    const member = chance.pick(this.#in('running'))
    if (member === undefined) return false
    this.#leave(member, 'SIGKILL')
    return true
  }

  /** Asks one that works to finish, rather not one that just starts. @returns false when there is none */
  dismiss(chance: Chance): boolean {
    const running = this.#in('running')
    const begun = running.filter(({ last }) => last !== undefined)
    const member = chance.pick(begun.length > 0 ? begun : running)
    if (member === undefined) return false
    this.#leave(member, 'SIGTERM')
    return true
  }

  /** Stops one that works amid whatever it does. @returns false when there is none */
  freeze(chance: Chance): boolean {
    const member = chance.pick(this.#in('running'))
    if (member === undefined) return false
    member.state = 'frozen'
    member.child.kill('SIGSTOP')
    return true
  }

  /** Lets every frozen one go on, as the zombie that it has become. */
  thaw(): boolean {
    const frozen = this.#in('frozen')
    for (const member of frozen) {
      member.state = 'running'
      member.child.kill('SIGCONT')
    }
    return frozen.length > 0
  }

  /** Asks all to finish and waits until they have. */
  async dismissAll(): Promise<void> {
    this.thaw()
    for (const member of this.#in('running')) this.#leave(member, 'SIGTERM')
    await Promise.all(this.#members.map(({ ended }) => ended))
  }

  /** Leaves no process behind, whatever state it is in. */
  async end(): Promise<void> {
    this.#killAll()
    await Promise.all(this.#members.map(({ ended }) => ended))
    process.off('exit', this.#killAll)
  }

  readonly #killAll = (): void => {
    // SIGKILL ends a stopped process, too.
    for (const member of this.#members) {
      if (member.state !== 'ended') this.#leave(member, 'SIGKILL')
    }
  }

  #in(state: Member['state']): Member[] {
    return this.#members.filter((member) => member.state === state)
  }

  #leave(member: Member, signal: 'SIGTERM' | 'SIGKILL'): void {
    member.state = 'leaving'
    member.child.kill(signal)
    if (signal === 'SIGKILL') return
    const timer = setTimeout(() => {
      this.#crashes.push(`process ${member.child.pid ?? '?'} did not end within ${leaveMsMax} ms`)
      member.child.kill('SIGKILL')
    }, leaveMsMax)
    void member.ended.then(() => {
      clearTimeout(timer)
    })
  }

  #onReport(member: Member, report: WorkerReport): void {
    member.last = report
    this.#reports += 1
    this.#unaccounted = Math.max(this.#unaccounted, Math.abs(report.unaccounted))
  }

  #onEnd(member: Member, how: string): void {
    // Before its first report it does not listen for SIGTERM yet.
    const hows = ['SIGKILL', 'status 0', ...(member.last === undefined ? ['SIGTERM'] : [])]
    const isWanted = member.state === 'leaving' && hows.includes(how)
    if (!isWanted) this.#crashes.push(`process ${member.child.pid ?? '?'} ended with ${how}`)
    member.state = 'ended'
  }
}
