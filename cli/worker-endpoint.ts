import { type Processor } from '../contracts/processor.ts'
import { healthOf, type WorkerPhase } from '../ingest/health.ts'
import { type Worker } from '../ingest/stream-worker.ts'
import { createWorkerMetrics, type ScrapedWorker, type WorkerMetrics } from '../ingest/worker-metrics.ts' // prettier-ignore
import { type HttpAnswer, type HttpServer, startHttpServer } from '../runtime/http-server.ts'
import { type Log } from '../runtime/log.ts'
import { packageVersion } from '../runtime/paths.ts'
import { type WorkerSettings } from '../runtime/settings.ts'

/** Several workers on a machine listen one beside the other. */
const portsMax = 10

/** A worker, and what its metrics say of it beside its figures. */
interface Shown {
  readonly worker: Pick<Worker, 'stats'>
  readonly processor: Pick<Processor, 'version'>
  readonly indexVersion: number
}

/**
 * Where a process of workers answers for them: `/metrics`, `/health/live` and `/health/ready`. It is
 * there before the first worker and between two of them.
 */
export class WorkerEndpoint {
  readonly metrics: WorkerMetrics
  #server: HttpServer | undefined
  #phase: WorkerPhase = 'starting'
  #shown: Shown | undefined

  private constructor() {
    this.metrics = createWorkerMetrics({
      version: packageVersion,
      current: () => this.#scraped(),
      ofProcess: true,
    })
  }

  /** @throws PipelineError `usage.invalid` when the address cannot be listened on. */
  static async open({ host, port }: WorkerSettings, log: Log): Promise<WorkerEndpoint> {
    const endpoint = new WorkerEndpoint()
    endpoint.#server = await startHttpServer({
      host,
      port,
      portsMax,
      settings: { host: 'TALLY_WORKER_HOST', port: 'TALLY_WORKER_PORT' },
      onBug: (err) => {
        log.error({ err }, 'a question about the worker was not answered')
      },
      routes: {
        '/metrics': () => endpoint.#metricsAnswer(),
        '/health/live': () => endpoint.#liveAnswer(),
        '/health/ready': () => endpoint.#readyAnswer(),
      },
    })
    return endpoint
  }

  get url(): string {
    return this.#server?.url ?? ''
  }

  show(shown: Shown): void {
    this.#shown = shown
    this.#phase = 'working'
  }

  /** The worker goes on to another phase, and is shown no longer where it has ended by that. */
  enter(phase: Exclude<WorkerPhase, 'working'>): void {
    this.#phase = phase
    if (phase !== 'stopping') this.#shown = undefined
  }

  async close(): Promise<void> {
    await this.#server?.close()
  }

  #scraped(): ScrapedWorker | undefined {
    if (this.#shown === undefined) return undefined
    const { worker, processor, indexVersion } = this.#shown
    return { stats: worker.stats(), processorVersion: processor.version, indexVersion }
  }

  async #metricsAnswer(): Promise<HttpAnswer> {
    const { contentType } = this.metrics
    return { status: 200, contentType, body: await this.metrics.text() }
  }

  /** To be asked by whoever restarts it; that it answers shows that the event loop turns. */
  #liveAnswer(): HttpAnswer {
    const { isLive, symptoms } = this.#health()
    if (isLive) return json(200, { status: 'live' })
    return json(503, { status: 'stalled', symptoms })
  }

  #readyAnswer(): HttpAnswer {
    const { isReady, symptoms } = this.#health()
    return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', symptoms })
  }

  #health() {
    const stats = this.#shown?.worker.stats()
    return healthOf({ phase: this.#phase, stats, now: Date.now() })
  }
}

function json(status: number, value: object): HttpAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n` } // prettier-ignore
}
