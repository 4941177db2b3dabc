import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createBulkEndpoint } from './bulk-endpoint.ts'

const open: { close(): unknown }[] = []

/** In this order, as a server that closes waits for its clients. */
async function closeAll(): Promise<void> {
  for (const one of open.splice(0)) await one.close()
}

afterEach(closeAll)

/** A server of its own on a free port: what the client makes of bytes is the question here. */
async function endpointOf(listener: RequestListener, requestTimeoutMs = 5000) {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.setHeader('x-elastic-product', 'Elasticsearch')
      response.setHeader('content-type', 'application/json')
      listener(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = connectElasticsearch({ url, auth: undefined, ca: undefined }, { requestTimeoutMs })
  open.push(client, server)
  return createBulkEndpoint(client, url)
}

const answers = (status: number, body: string): RequestListener => {
  return (_, response) => {
    response.statusCode = status
    response.end(body)
  }
}

const text = '{"create":{"_index":"i","_id":"a"}}\n{}\n'
const body = Buffer.from(text)

describe('a bulk endpoint', () => {
  it('sends the body as it is and asks for a small answer', async () => {
    let sent = ''
    let path = ''
    let encoding: string | undefined
    const server = createServer((request, response) => {
      path = decodeURIComponent(request.url ?? '')
      encoding = request.headers['content-encoding']
      request.on('data', (chunk: Buffer) => (sent += chunk.toString()))
      request.on('end', () => {
        response.setHeader('x-elastic-product', 'Elasticsearch')
        response.setHeader('content-type', 'application/json')
        response.end('{"errors":false,"items":[{"create":{"status":201}}]}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const client = connectElasticsearch({ url, auth: undefined, ca: undefined })
    open.push(client, server)

    const reply = await createBulkEndpoint(client, url).post(body, 1)

    expect(reply).toEqual({ kind: 'all-written' })
    expect([sent, encoding]).toEqual([text, undefined])
    expect(path).toBe(
      '/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason',
    )
  })

  it.each([
    ['an error', 503, '{"error":{"type":"t","reason":"r"},"status":503}', 503, 't'],
    ['half an answer', 200, '{"errors":fal', undefined, 'unreadable-answer'],
    ['something else', 200, '{"ok":true}', undefined, 'unreadable-answer'],
    ['too few items', 200, '{"errors":false,"items":[]}', undefined, 'unreadable-answer'],
  ] as const)('tells %s as a failure of the request', async (_, status, text, expected, type) => {
    const endpoint = await endpointOf(answers(status, text))

    const reply = await endpoint.post(body, 1)

    expect(reply).toMatchObject({
      kind: 'failed',
      failure: { level: 'request', status: expected, type },
    })
  })

  it('tells the status that a proxy in between gives, which is no Elasticsearch', async () => {
    const endpoint = await endpointOf((_, response) => {
      response.removeHeader('x-elastic-product')
      response.setHeader('content-type', 'text/html')
      response.statusCode = 413
      response.end('<html>')
    })

    expect(await endpoint.post(body, 1)).toMatchObject({ failure: { status: 413 } })
  })

  it('tells which documents failed', async () => {
    const items = '[{"create":{"status":201}},{"create":{"status":400,"error":{"type":"t"}}}]'
    const endpoint = await endpointOf(answers(200, `{"errors":true,"items":${items}}`))

    expect(await endpoint.post(Buffer.concat([body, body]), 2)).toEqual({
      kind: 'items',
      items: [{ status: 201 }, { status: 400, error: { type: 't' } }],
    })
  })

  it('tells that nobody listens, and at which address', async () => {
    const endpoint = await endpointOf(answers(200, ''))
    await closeAll()

    expect(await endpoint.post(body, 1)).toMatchObject({
      failure: { type: 'no-connection', reason: expect.stringContaining(endpoint.url) as string },
    })
  })

  it('tells that no answer came in time', async () => {
    const endpoint = await endpointOf(() => undefined, 50)

    expect(await endpoint.post(body, 1)).toMatchObject({ failure: { type: 'timed-out' } })
  })

  it('takes a failed request of many bytes lightly', async () => {
    const endpoint = await endpointOf(answers(503, '{}'))
    const beganAt = performance.now()

    await endpoint.post(Buffer.from(text.repeat(100_000)), 100_000)

    expect(performance.now() - beganAt).toBeLessThan(1000)
  })
})
