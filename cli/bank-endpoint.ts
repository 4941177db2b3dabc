import { inspect } from 'node:util'
import { type Progress } from '../generator/generate.ts'
import { type PaceStats } from '../generator/pace.ts'
import { type HttpAnswer, type HttpServer, startHttpServer } from '../runtime/http-server.ts'

interface Options {
  /** 0 = any free one. */
  readonly port: number
  /** Events a second that are due once the bank is live. */
  readonly rate: number
  /** Epoch ms. */
  readonly now: () => number
}

/** What is told of a generator. */
interface Shown {
  readonly progress: Progress
  stats(): Pick<PaceStats, 'sent' | 'overdue'>
}

/** A live bank that owes so much is not ready: Kafka takes nothing, or takes it too slowly. */
const behindLongestMs = 10_000

/**
 * Where a simulated bank answers for itself, on this machine only: `/health/live` and
 * `/health/ready`. It is there before Kafka is.
 */
export class BankEndpoint {
  readonly #options: Options
  #server: HttpServer | undefined
  #generator: Shown | undefined

  private constructor(options: Options) {
    this.#options = options
  }

  /** @throws PipelineError `usage.invalid` when the port cannot be listened on. */
  static async open(options: Options): Promise<BankEndpoint> {
    const endpoint = new BankEndpoint(options)
    endpoint.#server = await startHttpServer({
      host: '127.0.0.1',
      port: options.port,
      // Whoever asks knows this port and no other.
      portsMax: 1,
      settings: { host: 'the host', port: '--health-port' },
      onBug: (error) => {
        process.emitWarning(inspect(error))
      },
      routes: {
        '/health/live': () => json(200, { status: 'live' }),
        '/health/ready': () => endpoint.#readyAnswer(),
      },
    })
    return endpoint
  }

  get url(): string {
    return this.#server?.url ?? ''
  }

  show(generator: Shown): void {
    this.#generator = generator
  }

  async close(): Promise<void> {
    await this.#server?.close()
  }

  #readyAnswer(): HttpAnswer {
    if (this.#generator === undefined) {
      return json(503, { status: 'not ready', cause: 'Kafka has not answered yet.' })
    }
    const { part } = this.#generator.progress
    const { sent, overdue } = this.#generator.stats()
    const figures = { part, sent, overdue: Math.round(overdue) }
    if (!this.#isBehind(this.#generator)) return json(200, { status: 'ready', ...figures })
    return json(503, { status: 'not ready', cause: 'Kafka does not take the events in time.', ...figures }) // prettier-ignore
  }

  /** Events wait to be confirmed, or, where no more of them fit, to be made. */
  #isBehind(generator: Shown): boolean {
    const { rate, now } = this.#options
    const { part, worldMs } = generator.progress
    if (part === 'history') return false
    return (
      generator.stats().overdue > (rate * behindLongestMs) / 1000 ||
      now() - worldMs > behindLongestMs
    )
  }
}

function json(status: number, value: object): HttpAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n` } // prettier-ignore
}
