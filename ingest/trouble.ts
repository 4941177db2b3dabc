import { runbookOf } from '../contracts/runbook.ts'
import { type EpochMs } from '../contracts/time.ts'
import { type Log } from '../runtime/log.ts'
import { type Clock } from './clock.ts'

/**
 * Every trouble, by its code, with what a person can do about it. The codes are a closed set: they
 * are labels of a metric, and each has a page in docs/runbooks/.
 */
export const troubleActions = {
  'kafka-away':
    'Check that Kafka runs and that KAFKA_BROKERS names it; the worker goes on by itself.',
  'commits-refused':
    'Look at the log of the broker that coordinates the group; the worker commits again by itself.',
  'dead-letters-unsent':
    'Check that the topic tally.dead-letters exists and takes records; the worker goes on by itself.',
  'elasticsearch-away':
    'Check that Elasticsearch runs, has room on its disks, and that ELASTICSEARCH_URL names it; the worker goes on by itself.',
  'documents-delayed':
    'Look at the state of the indices that the cause names: closed, read-only, or without room; the worker goes on by itself.',
  'states-unread':
    'Check that Elasticsearch runs and answers in time; the worker goes on by itself.',
  'breaker-open':
    'Look at `tally dead-letters list`; if they are rightly refused, `tally dead-letters accept`.',
} as const satisfies Record<string, string>

export type TroubleCode = keyof typeof troubleActions
export const troubleCodes = Object.keys(troubleActions) as readonly TroubleCode[]

/** Something that keeps the worker from going on, and since when. */
export interface TroubleReport {
  readonly code: TroubleCode
  /** `waiting for Elasticsearch at http://127.0.0.1:9200` */
  readonly what: string
  readonly reason: string
  readonly since: EpochMs
}

interface TroubleOptions {
  readonly code: TroubleCode
  readonly log: Log
  readonly clock: Clock
}

/** A trouble that comes and goes: one line in the log when it begins and one when it is over. */
export class Trouble {
  readonly #code: TroubleCode
  readonly #what: string
  readonly #log: Log
  readonly #clock: Clock
  #report: TroubleReport | undefined

  constructor(what: string, { code, log, clock }: TroubleOptions) {
    this.#code = code
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
    this.#report = { code: this.#code, what: this.#what, reason, since: this.#clock.now() }
    this.#log.warn({ reason, runbook: runbookOf(this.#code) }, this.#what)
  }

  end(): void {
    if (this.#report === undefined) return
    const lastedMs = this.#clock.now() - this.#report.since
    this.#report = undefined
    this.#log.info({ lastedMs }, `no longer ${this.#what}`)
  }
}
