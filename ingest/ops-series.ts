import { firstIndexVersion } from '../contracts/catalogue.ts'
import { concreteIndexOf, templateNameOf } from '../contracts/index-definition.ts'
import { opsWorkers, type OpsWorkersDocument } from '../contracts/indices/ops-workers.ts'
import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { askOnce } from '../runtime/elasticsearch/failure.ts'
import { type Log } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type ProcessFigures } from '../runtime/process-figures.ts'
import { type Clock } from './clock.ts'
import { opsDocumentOf, type OpsMoment, type OpsWorker } from './ops-document.ts'
import { type TimingsOfInterval } from './ops-timings.ts'
import { type WorkerStats } from './worker-stats.ts'

/** How often figures are published. */
export const opsEveryMs = 10_000
/** They are for looking at: soon, or not at all. */
const answerWithinMs = 5000

interface Options extends OpsWorker {
  readonly append: (document: OpsWorkersDocument) => Promise<void>
  readonly stats: () => WorkerStats
  readonly timings: TimingsOfInterval
  readonly process: () => ProcessFigures
  readonly clock: Clock
  readonly log: Log
}

/**
 * Publishes the figures of a worker. It is never in the way of its work: one request at a time,
 * which is not repeated, and none while Elasticsearch is away. What was counted and not published
 * is part of the next figures.
 */
export class OpsSeries {
  readonly #options: Options
  #before: OpsMoment
  #isAppending = false
  #hasFailed = false

  constructor(options: Options) {
    this.#options = options
    this.#before = this.#moment()
  }

  /** To be called every `opsEveryMs`. Never throws for what a server does. */
  async publish(): Promise<void> {
    const { append, stats, log } = this.#options
    const isAway = stats().troubles.some(({ code }) => code === 'elasticsearch-away')
    if (isAway || this.#isAppending) return
    this.#isAppending = true
    const now = this.#moment()
    try {
      await append(this.#documentOf(now))
      this.#before = now
      this.#hasFailed = false
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error
      const { message: reason } = error
      if (!this.#hasFailed) log.warn({ reason }, 'figures of this worker are not published')
      this.#hasFailed = true
    } finally {
      this.#isAppending = false
    }
  }

  #moment(): OpsMoment {
    return { stats: this.#options.stats(), elapsedMs: this.#options.clock.elapsedMs() }
  }

  #documentOf(now: OpsMoment): OpsWorkersDocument {
    const { timings, process, clock } = this.#options
    return opsDocumentOf(this.#options, {
      before: this.#before,
      now,
      time: new Date(clock.now()).toISOString(),
      timings: timings.take(),
      process: process(),
    })
  }
}

/**
 * Appends to this month's index, under an id of Elasticsearch's choice.
 *
 * Where the template is not there, nothing is written: the index would be made with fields of
 * Elasticsearch's guess, and setup would find fault with it.
 */
export function opsAppender(
  client: ElasticsearchClient,
  url: string,
): (document: OpsWorkersDocument) => Promise<void> {
  const limits = { requestTimeout: answerWithinMs }
  const name = templateNameOf(opsWorkers, firstIndexVersion)
  return async (document) => {
    const doing = 'take figures of a worker'
    const isSetUp = () => client.indices.existsIndexTemplate({ name }, limits)
    if (!(await askOnce(isSetUp, { url, doing }))) return
    const index = concreteIndexOf(opsWorkers, firstIndexVersion, document['@timestamp'])
    await askOnce(() => client.index({ index, op_type: 'create', document }, limits), {
      url,
      doing,
    })
  }
}
