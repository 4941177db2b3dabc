import { type LogRecord } from '../../contracts/processor.ts'
import { type FoundCase, toFoundCase } from './found-case.ts'
import { fuzzedRecord } from './fuzzed-record.ts'
import { judge, type Outcome, type StatesBefore } from './judge-record.ts'
import { KnownStates } from './known-states.ts'
import { shrink } from './shrink.ts'

interface Fuzzing {
  readonly seed: number
  readonly messages: number
  /** Ends early when it is aborted. */
  readonly signal?: AbortSignal | undefined
  /** Ends early when so much time has passed, in ms. */
  readonly msMax?: number
}

/** What came of many messages. */
export interface MessageReport {
  readonly seed: number
  readonly messages: number
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>
  readonly seconds: number
  /** The one that took most processor time, when it was tried again. */
  readonly slowest: { readonly number: number; readonly ms: number }
  /** Largest memory of the process that was seen, in MiB. */
  readonly memoryMb: number
  /** Shrunk; one of each kind, and the first kinds only. */
  readonly found: readonly FoundCase[]
}

/** Longest processor time for one message with all checks, in ms; one of the usual size takes 0.2. */
const messageMsMax = 100
/** What takes longest is tried again: its best processor time counts, as the machine may be busy. */
const triesMax = 5
const foundMax = 10
const memoryMbMax = 1024
/** Messages between two looks at memory and signal. */
const portion = 2_000

/** Folds messages that follow from a seed, each after the other, as a worker does. */
export async function fuzzMessages(fuzzing: Fuzzing): Promise<MessageReport> {
  const { seed, signal, msMax = Infinity } = fuzzing
  const run = new Run(seed)
  const beganMs = performance.now()
  for (let number = 0; number < fuzzing.messages; number += 1) {
    if (number % portion === 0) {
      await new Promise((resolve) => setImmediate(resolve))
      run.lookAtMemory()
      if (signal?.aborted === true || performance.now() - beganMs > msMax) break
    }
    run.play(number)
    if (run.found.length === foundMax) break
  }
  return { seed, ...run.report, seconds: (performance.now() - beganMs) / 1000 }
}

class Run {
  readonly found: FoundCase[] = []
  readonly #seed: number
  readonly #known = new KnownStates()
  readonly #outcomes: Partial<Record<Outcome, number>> = {}
  #messages = 0
  #slowest = { number: 0, ms: 0 }
  #memoryMb = 0

  constructor(seed: number) {
    this.#seed = seed
  }

  get report(): Omit<MessageReport, 'seed' | 'seconds'> {
    return {
      messages: this.#messages,
      outcomes: this.#outcomes,
      slowest: this.#slowest,
      memoryMb: this.#memoryMb,
      found: this.found,
    }
  }

  play(number: number): void {
    this.#messages += 1
    const record = fuzzedRecord(this.#seed, number)
    const beganMs = performance.now()
    const fault = this.#faultOf(record)
    const ms = performance.now() - beganMs
    if (fault !== undefined) this.#keep(record, fault)
    else if (ms > this.#slowest.ms) this.#time(number, record)
  }

  lookAtMemory(): void {
    this.#memoryMb = Math.max(this.#memoryMb, Math.ceil(process.memoryUsage.rss() / 2 ** 20))
    if (this.#memoryMb <= memoryMbMax) return
    throw new Error(`${this.#messages} messages took ${this.#memoryMb} MiB: expected at most ${memoryMbMax}`) // prettier-ignore
  }

  #faultOf(record: LogRecord): string | undefined {
    try {
      const judged = judge(record, this.#known.statesOf)
      this.#outcomes[judged.outcome] = (this.#outcomes[judged.outcome] ?? 0) + 1
      this.#known.keep(judged)
      return undefined
    } catch (error) {
      return faultIn(error)
    }
  }

  #time(number: number, record: LogRecord): void {
    const ms = Math.min(...Array.from({ length: triesMax }, () => this.#msOf(record)))
    if (ms > this.#slowest.ms) this.#slowest = { number, ms }
    if (ms <= messageMsMax) return
    this.found.push(toFoundCase(record, `took ${Math.round(ms)} ms: expected at most ${messageMsMax}`)) // prettier-ignore
  }

  #msOf(record: LogRecord): number {
    const began = process.cpuUsage()
    judge(record, this.#known.statesOf)
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1000
  }

  /** One of each kind: what is wrong with a state document is met again with each record of its key. */
  #keep(record: LogRecord, fault: string): void {
    if (this.found.some((each) => kindOf(each.fault) === kindOf(fault))) return
    const small = shrink(record, (each) => kindOf(this.#faultAgain(each)) === kindOf(fault))
    this.found.push(toFoundCase(small, fault, this.#statesAtFault(small)))
  }

  #faultAgain(record: LogRecord): string | undefined {
    try {
      judge(record, this.#known.statesOf)
      return undefined
    } catch (error) {
      return faultIn(error)
    }
  }

  /** Without these the case may be none. */
  #statesAtFault(record: LogRecord): StatesBefore {
    let before: StatesBefore = { customer: undefined, windows: {} }
    try {
      judge(record, (event, ids) => (before = this.#known.statesOf(event, ids)))
    } catch {
      return before
    }
    return before
  }
}

function faultIn(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

/** Faults that differ in figures and names only are one. */
function kindOf(fault: string | undefined): string | undefined {
  return fault?.replaceAll(/[\d.]+/g, '#').slice(0, 60)
}
