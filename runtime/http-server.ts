import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { PipelineError } from './problem.ts'

export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

export interface HttpServerOptions {
  /** Address to listen on; only this machine can ask 127.0.0.1. */
  readonly host: string
  /** 0 = any free one. If it is taken, the next ones are tried, and then any free one is used. */
  readonly port: number
  /** How many ports from that one on are tried. */
  readonly portsMax: number
  /** By path; a query is not looked at. */
  readonly routes: Readonly<Record<string, () => HttpAnswer | Promise<HttpAnswer>>>
  /** Told of what a route throws, which is a bug; the asker gets 500. */
  readonly onBug: (error: unknown) => void
  /** The settings that say where it listens, for the sentence that says it cannot. */
  readonly settings: { readonly host: string; readonly port: string }
}

export interface HttpServer {
  readonly url: string
  /** Cuts off whoever is still connected. */
  close(): Promise<void>
}

/** Who asks is a scraper or a probe: few, quick and with nothing to say. */
const limits = {
  connections: 32,
  headerBytes: 8 << 10,
  requestMs: 5000,
  keepAliveMs: 5000,
  /** How often it looks for requests that take longer; Node's own 30 s would be added to the limit. */
  lookEveryMs: 1000,
}

const loopback = ['127.0.0.1', 'localhost', '[::1]', '::1']

/**
 * A small HTTP server for figures: GET and nothing else, no bodies, few connections.
 *
 * On a loopback address only requests that name it are answered: a page of somebody else's, whose
 * host name was pointed at 127.0.0.1, could read the figures otherwise.
 *
 * @throws PipelineError `usage.invalid` when the address cannot be listened on.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      requestTimeout: limits.requestMs,
      headersTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.lookEveryMs,
    },
    (request, response) => {
      void answer(options, request, response)
    },
  )
  server.maxConnections = limits.connections
  await listen(server, options)
  return {
    url: urlOf(server, options.host),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

async function answer(
  options: HttpServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, contentType, body } = await answerTo(options, request)
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET' } : {}),
    // A body that nobody reads must not be taken for the next request.
    ...(hasBody(request) ? { connection: 'close' } : {}),
  })
  response.end(body)
}

async function answerTo(
  { host, routes, onBug }: HttpServerOptions,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  if (request.method !== 'GET') return refusal(405, 'Use GET.')
  if (hasBody(request)) return refusal(413, 'Ask without a body.')
  if (loopback.includes(host) && !loopback.includes(nameIn(request.headers.host))) {
    return refusal(421, 'Ask by the address 127.0.0.1.')
  }
  const [path = ''] = (request.url ?? '').split('?')
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined
  if (route === undefined) return refusal(404, `There are ${Object.keys(routes).join(', ')}.`)
  try {
    return await route()
  } catch (error) {
    onBug(error)
    return refusal(500, 'This is a bug; the log of the worker has it.')
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined
}

/** A host without its port. */
function nameIn(host = ''): string {
  return host.replace(/:\d+$/, '')
}

function refusal(status: number, words: string): HttpAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${words}\n` }
}

async function listen(server: Server, options: HttpServerOptions): Promise<void> {
  const { host, port, portsMax } = options
  const wished = Array.from({ length: portsMax }, (_, at) => port + at)
  const ports = port === 0 ? [0] : [...wished.filter((each) => each <= 65_535), 0]
  for (const each of ports) {
    try {
      await listenOn(server, host, each)
      return
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw cannotListen(options, error)
    }
  }
}

function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** A server that listens on every address is reached at 127.0.0.1 too. */
function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function cannotListen({ host, port, settings }: HttpServerOptions, cause: unknown): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message: `Nothing can listen on ${host}:${port} (${String(codeOf(cause))}).`,
    action: `Set ${settings.host} to an address of this machine, and ${settings.port} to a port from 1024 or to 0.`,
    cause,
  })
}
