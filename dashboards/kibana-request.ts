import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { readPem } from '../runtime/pem.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type KibanaSettings } from '../runtime/settings.ts'

/** Where Kibana is and how to be let in. */
export type KibanaServer = Pick<KibanaSettings, 'auth' | 'ca'> & {
  readonly url: string
  /** Undefined = the default space. */
  readonly space?: string | undefined
}

interface KibanaRequest {
  /** Below the address of Kibana: `/api/saved_objects/_import?overwrite=true`. */
  readonly path: string
  readonly contentType: string
  readonly body: Buffer
  readonly timeoutMs: number
}

export interface KibanaAnswer {
  readonly status: number
  readonly text: string
}

/** Longest answer that is read, in bytes: 10,000 objects, the most that Kibana exports at once. */
const answerBytesMax = 64 * 1024 * 1024

/** How long one answer may take; only an import or an export of very many objects takes seconds. */
export const answerTimeoutMs = 60_000

/**
 * Sends one POST to Kibana, in the space of the server.
 *
 * Node's own client is used, because `fetch` cannot be given a CA.
 *
 * @throws PipelineError `kibana.unreachable` when there is no answer, `kibana.refused` when the
 * certificate is not trusted.
 */
export async function postToKibana(
  server: KibanaServer,
  request: KibanaRequest,
): Promise<KibanaAnswer> {
  return send(server, 'POST', request)
}

/** Sends one GET to Kibana, in the space of the server. @throws PipelineError as a POST does. */
export async function getFromKibana(
  server: KibanaServer,
  { path, timeoutMs }: Pick<KibanaRequest, 'path' | 'timeoutMs'>,
): Promise<KibanaAnswer> {
  const body = Buffer.alloc(0)
  return send(server, 'GET', { path, timeoutMs, body, contentType: 'application/json' })
}

/** The address that a browser opens, in the space of the server. */
export function kibanaAddress({ url, space }: KibanaServer, path = ''): string {
  const address = new URL(url)
  address.username = ''
  address.password = ''
  return address.href.replace(/\/+$/, '') + spacePath(space) + path
}

/** The default space has no prefix: Kibana answers 404 to `/s/default`. */
function spacePath(space: string | undefined): string {
  return space === undefined || space === 'default' ? '' : `/s/${encodeURIComponent(space)}`
}

async function send(
  server: KibanaServer,
  method: 'GET' | 'POST',
  request: KibanaRequest,
): Promise<KibanaAnswer> {
  try {
    return await exchange(server, method, request)
  } catch (error) {
    throw error instanceof PipelineError ? error : noAnswer(server.url, error)
  }
}

function exchange(
  server: KibanaServer,
  method: 'GET' | 'POST',
  request: KibanaRequest,
): Promise<KibanaAnswer> {
  const { body, contentType, path, timeoutMs } = request
  const url = new URL(server.url.replace(/\/+$/, '') + spacePath(server.space) + path)
  const isSecure = url.protocol === 'https:'
  const options = {
    method,
    agent: false as const,
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'kbn-xsrf': 'tally',
      // 9.0 on answers its internal paths to itself only.
      'x-elastic-internal-origin': 'kibana',
      connection: 'close',
      ...(method === 'GET' ? {} : { 'content-type': contentType, 'content-length': body.length }),
      ...authorization(server.auth),
    },
    ...(server.ca === undefined ? {} : { ca: readPem('KIBANA_CA', server.ca) }),
  }
  return new Promise((resolve, reject) => {
    const sent = (isSecure ? requestSecure : requestPlain)(url, options, (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('error', reject)
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        chunks.push(chunk)
        if (bytes > answerBytesMax) response.destroy(new Error('the answer is too long'))
      })
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, text })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function authorization(auth: KibanaSettings['auth']): { authorization?: string } {
  if (auth === undefined) return {}
  if ('apiKey' in auth) return { authorization: `ApiKey ${auth.apiKey}` }
  const pair = Buffer.from(`${auth.username}:${auth.password}`).toString('base64')
  return { authorization: `Basic ${pair}` }
}

function noAnswer(url: string, error: unknown): PipelineError {
  const { origin } = new URL(url)
  const { message, name } = error instanceof Error ? error : new Error(String(error))
  const isUntrusted = /certificate|SSL routines|wrong version number/i.test(message)
  const reason = name === 'TimeoutError' ? 'no answer in time' : message || connectionCode(error)
  return new PipelineError({
    code: isUntrusted ? 'kibana.refused' : 'kibana.unreachable',
    message: `Kibana at ${origin} could not be asked: ${reason}`,
    action: isUntrusted
      ? 'Set KIBANA_CA to the PEM file of the CA that signed its certificate.'
      : 'Check that Kibana runs and that --kibana or KIBANA_URL names it, then try again.',
    cause: error,
  })
}

/** An AggregateError (IPv4 and IPv6 both refused) has a code and no message. */
function connectionCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : 'unknown reason'
}
