import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HttpServer, type HttpServerOptions, startHttpServer } from './http-server.ts'

const ends: (() => Promise<unknown>)[] = []
let bugs: unknown[] = []

beforeEach(() => {
  bugs = []
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function start(changes: Partial<HttpServerOptions> = {}): Promise<HttpServer> {
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    portsMax: 1,
    settings: { host: 'SOME_HOST', port: 'SOME_PORT' },
    onBug: (error) => bugs.push(error),
    routes: {
      '/figures': () => ({ status: 200, contentType: 'text/plain', body: 'füsse\n' }),
      '/broken': () => {
        throw new Error('a bug')
      },
    },
    ...changes,
  })
  ends.push(() => server.close())
  return server
}

/** A server of somebody else's on a free port. */
async function occupyPort(): Promise<number> {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise((resolve) => other.close(resolve)))
  return (other.address() as AddressInfo).port
}

describe('an HTTP server of figures', () => {
  it('answers its routes, whatever the query, and nothing else', async () => {
    const { url } = await start()

    const answers = await Promise.all(
      ['/figures', '/figures?x=1', '/other', '/constructor'].map((path) => fetch(url + path)),
    )

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404])
    expect(await answers[0]?.text()).toBe('füsse\n')
    expect(await answers[2]?.text()).toContain('/figures')
  })

  it('takes GET and no body', async () => {
    const { url } = await start()

    const posted = await fetch(`${url}/figures`, { method: 'POST', body: 'x' })
    const withBody = await new Promise<number | undefined>((resolve) => {
      const asked = request(`${url}/figures`, { headers: { 'content-length': '1' } }, (answer) => {
        resolve(answer.statusCode)
      })
      asked.end('x')
    })

    expect([posted.status, posted.headers.get('allow'), withBody]).toEqual([405, 'GET', 413])
  })

  it('answers 500 for a bug, tells of it, and goes on', async () => {
    const { url } = await start()

    const broken = await fetch(`${url}/broken`)
    const next = await fetch(`${url}/figures`)

    expect([broken.status, next.status]).toEqual([500, 200])
    expect(await broken.text()).not.toContain('a bug\n    at')
    expect(bugs).toMatchObject([{ message: 'a bug' }])
  })

  it('on a loopback address answers only who names that', async () => {
    const { url } = await start()

    const status = await new Promise((resolve) => {
      request(`${url}/figures`, { headers: { host: 'figures.example:80' } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      }).end()
    })

    expect(status).toBe(421)
  })

  it('refuses headers that are too long', async () => {
    const { url } = await start()

    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.on('data', (chunk) => {
        resolve(chunk.toString())
      })
      socket.write(`GET /figures HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)
    })

    expect(answer).toMatch(/^HTTP\/1.1 431 /)
  })

  it('takes the next port that is free, and any after so many', async () => {
    const taken = await occupyPort()

    const next = await start({ port: taken, portsMax: 20 })
    const any = await start({ port: taken, portsMax: 1 })

    const [first, second] = [next, any].map(({ url }) => Number(new URL(url).port))
    expect(first).toBeGreaterThan(taken)
    expect(first).toBeLessThan(taken + 20)
    expect([taken, first]).not.toContain(second)
  })

  it('says which setting is wrong when it cannot listen', async () => {
    await expect(start({ host: '203.0.113.1' })).rejects.toMatchObject({
      code: 'usage.invalid',
      message: expect.stringContaining('203.0.113.1:0') as unknown,
      action: expect.stringContaining('SOME_HOST') as unknown,
    })
  })

  it('closes though somebody keeps a connection open', async () => {
    const server = await start()
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    const closed = new Promise((resolve) => socket.on('close', resolve))
    await new Promise((resolve) => socket.on('connect', resolve))

    await server.close()

    await closed
    await expect(fetch(server.url)).rejects.toThrow()
  })
})
