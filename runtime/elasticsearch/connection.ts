import { Client, type ClientOptions } from '@elastic/elasticsearch'
import { readPem } from '../pem.ts'
import { type ElasticsearchSettings } from '../settings.ts'

/** The official client. Import it from here, so that the library has one importing folder. */
export type ElasticsearchClient = Client

/** The types of its requests and answers. */
export type { estypes } from '@elastic/elasticsearch'

/** Where Elasticsearch is and how to be let in. */
export type ElasticsearchServer = Pick<ElasticsearchSettings, 'auth' | 'ca'> & {
  readonly url: string
}

interface ConnectionOptions {
  /** Longest wait for one answer, in ms; a bulk may wait in Elasticsearch's queue for a while. */
  readonly requestTimeoutMs: number
  /** How many requests may be under way at once, and so how many sockets are kept open. */
  readonly connectionsMax: number
}

const defaultOptions: ConnectionOptions = { requestTimeoutMs: 60_000, connectionsMax: 16 }

/**
 * Prepares the client; nothing is sent before its first request, `GET /` never.
 *
 * It does not retry: a repeated bulk must be decided on by who knows what is in it. What it throws
 * becomes a PipelineError with `toElasticsearchProblem`. Close it when done: `await client.close()`.
 *
 * @throws PipelineError `usage.invalid` when the PEM file of the CA cannot be read.
 */
export function connectElasticsearch(
  server: ElasticsearchServer,
  options: Partial<ConnectionOptions> = {},
): ElasticsearchClient {
  const { requestTimeoutMs, connectionsMax } = { ...defaultOptions, ...options }
  const clientOptions: ClientOptions = {
    node: server.url,
    maxRetries: 0,
    requestTimeout: requestTimeoutMs,
    compression: false,
    sniffOnStart: false,
    sniffInterval: false,
    sniffOnConnectionFault: false,
    enableMetaHeader: false,
    agent: { connections: connectionsMax, keepAliveTimeout: 60_000 },
    // Without headers, so without secrets; to replace them, the client would copy what was sent, a
    // body of megabytes byte by byte.
    redaction: { type: 'remove' },
    ...(server.auth === undefined ? {} : { auth: { ...server.auth } }),
    ...(server.ca === undefined ? {} : { tls: toTlsOptions(server.ca) }),
  }
  return new Client(clientOptions)
}

function toTlsOptions(path: string) {
  return { ca: readPem('ELASTICSEARCH_CA', path), rejectUnauthorized: true }
}
