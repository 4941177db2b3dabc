import { type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { fastify, type FastifyInstance } from 'fastify'
import { readSavedObjects } from '../../dashboards/build.ts'
import { readDashboards } from '../../dashboards/panels/dashboard-model.ts'
import { readSources } from '../../dashboards/panels/source.ts'
import {
  connectElasticsearch,
  type ElasticsearchServer,
} from '../../runtime/elasticsearch/connection.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { loadAssets } from './assets.ts'
import { addRoutes } from './routes.ts'
import { addressBytesMax, secure } from './security.ts'

interface PreviewOptions {
  readonly elasticsearch: ElasticsearchServer
  /** Address to listen on; only this machine can ask 127.0.0.1. */
  readonly host: string
  /** If it is taken, a free one is used instead. */
  readonly port: number
  /** Where the NDJSON files are; those of this package unless told otherwise. */
  readonly savedObjectsFolder?: string
  /** Longest wait for Elasticsearch, in ms; the page says so and asks again. */
  readonly searchTimeoutMs?: number | undefined
  /** Told of what is nobody's fault but this program's; a warning on stderr unless given. */
  readonly onBug?: (error: unknown) => void
}

export interface Preview {
  readonly url: string
  /** False when the port was taken and another one is used. */
  readonly isWantedPort: boolean
  close(): Promise<void>
}

/** What `tally demo` and `tally dashboards preview` listen on unless told otherwise. */
export const previewDefaults = { host: '127.0.0.1', port: 5610 } as const

const searchTimeoutMsDefault = 10_000

/** Longest time for a request to arrive, in ms: it is one line and a few headers. */
const arrivalTimeoutMs = 5000

/**
 * Serves the dashboards as a web page, from the NDJSON files that Kibana imports.
 *
 * Elasticsearch is only asked when somebody looks, and may come later or go away.
 *
 * @throws PipelineError `dashboards.invalid` when a file is unreadable, `usage.invalid` when the
 * address cannot be listened on.
 */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const { elasticsearch, host, port, savedObjectsFolder } = options
  const requestTimeoutMs = options.searchTimeoutMs ?? searchTimeoutMsDefault
  const objects = await readSavedObjects(savedObjectsFolder)
  const assets = await loadAssets()
  const client = connectElasticsearch(elasticsearch, { requestTimeoutMs })
  const server = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    logger: false,
    requestTimeout: arrivalTimeoutMs,
    http: {
      // Longer than any address that is answered, so that a longer one is refused in words.
      maxHeaderSize: 4 * addressBytesMax,
      headersTimeout: arrivalTimeoutMs,
      // By itself Node looks for requests that never end every 30 s only.
      connectionsCheckingInterval: 1000,
    },
  })
  secure(server, host)
  addRoutes(server, {
    dashboards: readDashboards(objects),
    sources: readSources(objects),
    assets,
    client,
    elasticsearchUrl: elasticsearch.url,
    onBug: options.onBug ?? warn,
  })
  const close = async () => {
    await server.close()
    await client.close()
  }
  try {
    return { ...(await listen(server, host, port)), close }
  } catch (error) {
    await close()
    throw error
  }
}

function warn(error: unknown): void {
  process.emitWarning(inspect(error))
}

async function listen(server: FastifyInstance, host: string, port: number) {
  try {
    await server.listen({ host, port })
    return { url: urlOf(server, host), isWantedPort: true }
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw cannotListen(host, port, error)
  }
  await server.listen({ host, port: 0 })
  return { url: urlOf(server, host), isWantedPort: false }
}

/** A server that listens on every address is reached at 127.0.0.1 too. */
function urlOf(server: FastifyInstance, host: string): string {
  const { port } = server.server.address() as AddressInfo
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function cannotListen(host: string, port: number, cause: unknown): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message: `The preview cannot listen on ${host}:${port} (${String(codeOf(cause))})`,
    action: 'Choose an address of this machine with --host and a port from 1024 with --port.',
    cause,
  })
}
