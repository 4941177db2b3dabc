import { type EpochMs } from '../contracts/time.ts'
import { type Log } from '../runtime/log.ts'
import { type Clock } from './clock.ts'

/** Something that keeps the worker from going on, and since when. */
export interface TroubleReport {
  /** `waiting for Elasticsearch at http://127.0.0.1:9200` */
  readonly what: string
  readonly reason: string
  readonly since: EpochMs
}

/** A trouble that comes and goes: one line in the log when it begins and one when it is over. */
export class Trouble {
  readonly #what: string
  readonly #log: Log
  readonly #clock: Clock
  #report: TroubleReport | undefined

  constructor(what: string, { log, clock }: { readonly log: Log; readonly clock: Clock }) {
    this.#what = what
    this.#log = log
    this.#clock = clock
  }

  get report(): TroubleReport | undefined {
    return this.#report
  }

  /** Said once, however often it is noticed. */
  begin(reason: string): void {
    if (this.#report !== undefined) return
    this.#report = { what: this.#what, reason, since: this.#clock.now() }
    this.#log.warn({ reason }, this.#what)
  }

  end(): void {
    if (this.#report === undefined) return
    const lastedMs = this.#clock.now() - this.#report.since
    this.#report = undefined
    this.#log.info({ lastedMs }, `no longer ${this.#what}`)
  }
}
