import { createServer, request, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'

/** An answer of Elasticsearch on its way through the proxy. */
interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One request on its way. */
export interface Exchange {
  readonly body: Buffer
  /** Hands it on, with another body where one is given. */
  readonly forward: (body?: Buffer) => Promise<Answer>
  readonly answer: (answer: Omit<Answer, 'headers'> & Partial<Answer>) => void
  /** Begins that answer, and cuts the connection after so many of its bytes. */
  readonly cutAfter: (bytes: number, answer: Answer) => void
  /** Cuts the connection without a word. */
  readonly cut: () => void
  /** When whoever asked waits no longer. */
  readonly whenGone: Promise<void>
}

/** What happens to a request instead of being handed on. */
export type Fault = (exchange: Exchange) => void | Promise<void>

export interface FailingProxy {
  readonly url: string
  /** Bodies of the requests to such a path that came, in their order. */
  bodiesOf(path: FaultyPath): readonly Buffer[]
  /** For the next requests to a path, one each, in their order. */
  script(path: FaultyPath, ...faults: readonly Fault[]): void
  /** For every request to a path without one of its own; undefined: hand it on. */
  always(path: FaultyPath, fault: Fault | undefined): void
  close(): Promise<void>
}

type FaultyPath = '_bulk' | '_mget' | '_msearch'

/** Stands on a free port of 127.0.0.1 before a real Elasticsearch, and does to it what networks do. */
export async function startFailingProxy(target: string): Promise<FailingProxy> {
  const scripts = new Map<string, Fault[]>()
  const standing = new Map<string, Fault>()
  const bodies = new Map<string, Buffer[]>()
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = 'GET', url = '/', headers } = incoming
      const path = /_bulk|_mget|_msearch/.exec(url)?.[0] ?? ''
      const body = Buffer.concat(chunks)
      bodies.set(path, [...(bodies.get(path) ?? []), body])
      const fault = scripts.get(path)?.shift() ?? standing.get(path) ?? handsOn
      const send = (content: Buffer) =>
        ask(new URL(url, target), { method, headers, body: content })
      void fault(exchangeOf(body, outgoing, send))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    bodiesOf: (path) => bodies.get(path) ?? [],
    script: (path, ...faults) => {
      scripts.set(path, [...(scripts.get(path) ?? []), ...faults])
    },
    always: (path, fault) => {
      if (fault === undefined) standing.delete(path)
      else standing.set(path, fault)
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

function exchangeOf(
  body: Buffer,
  outgoing: ServerResponse,
  send: (body: Buffer) => Promise<Answer>,
): Exchange {
  const elasticHeaders: IncomingHttpHeaders = { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' } // prettier-ignore
  return {
    body,
    forward: (other = body) => send(other),
    answer: ({ status, headers = elasticHeaders, body: content }) => {
      const { 'transfer-encoding': _, 'content-length': __, ...kept } = headers
      outgoing.writeHead(status, { ...kept, 'content-length': content.length }).end(content)
    },
    cutAfter: (bytes, { status, headers, body: content }) => {
      const { 'transfer-encoding': _, ...kept } = headers
      outgoing.writeHead(status, { ...kept, 'content-length': content.length })
      outgoing.write(content.subarray(0, bytes), () => outgoing.destroy())
    },
    cut: () => outgoing.destroy(),
    whenGone: new Promise((resolve) => {
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) resolve()
      })
    }),
  }
}

function ask(
  url: URL,
  { method, headers, body }: { method: string; headers: IncomingHttpHeaders; body: Buffer },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, 'content-length': body.length }
    const asked = request(url, { method, headers: sent, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        const { statusCode: status = 0, headers: answered } = response
        resolve({ status, headers: answered, body: Buffer.concat(chunks) })
      })
    })
    asked.once('error', reject)
    asked.end(body)
  })
}

export const handsOn: Fault = async ({ forward, answer, cut }) => {
  try {
    answer(await forward())
  } catch {
    cut()
  }
}

/** Answers by itself; Elasticsearch never hears of the request. */
export function fails(status: number, error?: { type: string; reason?: string }): Fault {
  return ({ answer }) => {
    const body = Buffer.from(JSON.stringify(error === undefined ? {} : { error, status }))
    answer({ status, body })
  }
}

/** Answers as a proxy does that is no Elasticsearch. */
export function failsAsProxy(status: number): Fault {
  return ({ answer }) => {
    answer({ status, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>') })
  }
}

/** The first operation fails, and Elasticsearch never hears of it; the others are written. */
export function failsFirstItem(status: number, error: { type: string; reason?: string }): Fault {
  return async ({ body, forward, answer }) => {
    const [action = '', document = '', ...others] = body.toString().split('\n')
    const kind = Object.keys(JSON.parse(action) as object)[0] ?? ''
    const failed = { [kind]: { status, error } }
    if (others.join('') === '') {
      answer({ status: 200, body: bulkAnswer([failed]) })
      return
    }
    const rest = await forward(body.subarray(Buffer.byteLength(`${action}\n${document}\n`)))
    const { items } = JSON.parse(rest.body.toString()) as { items: object[] }
    answer({ ...rest, body: bulkAnswer([failed, ...items]) })
  }
}

function bulkAnswer(items: readonly object[]): Buffer {
  return Buffer.from(JSON.stringify({ errors: true, items }))
}

/** Elasticsearch does it, and half of its answer arrives. */
export const cutsAnswer: Fault = async ({ forward, cutAfter }) => {
  const answer = await forward()
  cutAfter(Math.floor(answer.body.length / 2), answer)
}

/** Elasticsearch does it, and its answer comes too short to be JSON, though whole by its length. */
export const shortensAnswer: Fault = async ({ forward, answer }) => {
  const whole = await forward()
  answer({ ...whole, body: whole.body.subarray(0, Math.floor(whole.body.length / 2)) })
}

/** Elasticsearch does it, and never seems to answer. */
export const losesAnswer: Fault = async ({ forward }) => {
  await forward()
}

/** The connection ends before Elasticsearch hears of the request. */
export const cutsRequest: Fault = ({ cut }) => {
  cut()
}

/** Takes requests of so many bytes at most, as `http.max_content_length` does. */
export function takesAtMost(bytes: number): Fault {
  return (exchange) => (exchange.body.length > bytes ? fails(413)(exchange) : handsOn(exchange))
}

/** Hands on when it is opened. */
export function delays(until: Promise<void>): Fault {
  return async (exchange) => {
    await until
    await handsOn(exchange)
  }
}
