import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useFakeKibana } from '../../test/fake-kibana/use-fake-kibana.ts'
import { selfSigned } from '../../test/self-signed.ts'
import { connectKibana } from './connect.ts'

const fakes = useFakeKibana()

/** A clock on which waiting takes no time. */
function quickClock() {
  let ms = 0
  return {
    now: () => ms,
    wait: (waitMs: number) => {
      ms += waitMs
      return Promise.resolve()
    },
  }
}

interface Server {
  readonly url: string
  readonly auth?: { readonly apiKey: string }
  readonly ca?: string
  readonly space?: string
}

/** Connects within a minute that passes at once, and says what was told meanwhile. */
async function connect({ url, auth, ca, space }: Server, timeoutMs = 60_000) {
  const told: string[] = []
  const kibana = await connectKibana(
    { url, auth, ca, space },
    { timeoutMs, onProgress: (text) => told.push(text), clock: quickClock() },
  )
  return { kibana, told }
}

const starting = Array<'starting'>(3).fill('starting')

describe('connectKibana', () => {
  it.each(['7.10.2', '7.17.6', '8.19.1', '9.1.0'] as const)(
    'waits until a Kibana %s is available and knows its version',
    async (flavour) => {
      const { url } = await fakes.start({
        flavour,
        health: [...starting, 'unavailable', 'available'],
      })

      const { kibana, told } = await connect({ url })

      expect(kibana.version.text).toBe(flavour)
      expect(kibana.troubles).toEqual([])
      expect(told).toHaveLength(4)
      expect(told[1]).toBe(
        `waits for Kibana at ${url}, 1 s: it answers 503: Kibana server is not ready yet`,
      )
    },
  )

  it.each(['7.10.2', '9.1.0'] as const)(
    'takes a Kibana %s that stays degraded, and says what is not well',
    async (flavour) => {
      const { url } = await fakes.start({ flavour, health: ['degraded'] })

      const { kibana, told } = await connect({ url })

      expect(kibana.troubles).toEqual([
        expect.stringMatching(/^plugin:alerting.*: Alerting has no encryption key$/),
      ])
      expect(told).toHaveLength(5)
    },
  )

  it.each([
    ['7.10.2', 'unavailable', 'plugin:alerting@7.10.2: Alerting has no encryption key'],
    ['8.19.1', 'unavailable', 'core:elasticsearch: No connection to Elasticsearch'],
    ['9.1.0', 'starting', 'it answers 503: Kibana server is not ready yet'],
  ] as const)('says why a Kibana %s that stays %s is not ready', async (flavour, health, why) => {
    const { url } = await fakes.start({ flavour, health: [health] })

    const connection = connect({ url }, 7_000)

    await expect(connection).rejects.toMatchObject({
      code: 'kibana.unreachable',
      message: `Kibana at ${url} was not ready in 7 s: ${why}`,
    })
  })

  it.each([502, 503])('waits behind a proxy that answers %i', async (status) => {
    const kibana = await fakes.start()
    kibana.instead.set('/api/status', { status, body: '<html>Service unavailable' })

    await expect(connect({ url: kibana.url }, 3_000)).rejects.toThrow(
      `was not ready in 3 s: it answers ${status}: <html>Service unavailable`,
    )
  })

  it('does not wait long where nothing listens', async () => {
    const kibana = await fakes.start()
    const { url } = kibana
    await kibana.close()
    const clock = quickClock()

    const connection = connectKibana(
      { url, auth: undefined, ca: undefined },
      { timeoutMs: 60_000, onProgress: () => undefined, clock },
    )

    await expect(connection).rejects.toMatchObject({ code: 'kibana.unreachable' })
    await expect(connection).rejects.toThrow(`Kibana at ${url} could not be asked: `)
    expect(clock.now()).toBe(10_000)
  })

  it.each([
    ['a page', 200, '<html>Welcome</html>', '<html>Welcome'],
    ['another server', 404, '{"error":"no such page"}', 'answers 404'],
    ['an Elasticsearch', 400, '{"error":"no handler found for uri [/api/status]"}', 'this is an Elasticsearch'], // prettier-ignore
  ])('says that %s is no Kibana', async (_what, status, body, expected) => {
    const server = createServer((_request, response) => response.writeHead(status).end(body))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo

    const connection = connect({ url: `http://127.0.0.1:${port}` })

    await expect(connection).rejects.toMatchObject({
      code: 'kibana.rejected',
      message: expect.stringContaining(expected) as string,
    })
    server.close()
  })

  it('refuses a Kibana that is too old', async () => {
    const { url } = await fakes.start({ flavour: '7.6.2' })

    await expect(connect({ url })).rejects.toMatchObject({
      code: 'kibana.rejected',
      message: `Kibana at ${url} is 7.6.2; these dashboards need 7.10 or later.`,
    })
  })

  it.each([
    ['7.10.2', 'answered 401'],
    ['8.19.1', 'does not tell its version'],
  ] as const)('says of a Kibana %s that it does not know the key', async (flavour, expected) => {
    const { url } = await fakes.start({ flavour, keys: ['ApiKey right'] })

    const stranger = connect({ url, auth: { apiKey: 'wrong' } })

    await expect(stranger).rejects.toMatchObject({
      code: 'kibana.refused',
      message: expect.stringContaining(expected) as string,
      action: expect.stringContaining('KIBANA_API_KEY') as string,
    })
    const known = await connect({ url, auth: { apiKey: 'right' } })
    expect(known.kibana.version.text).toBe(flavour)
  })

  it('names the spaces that there are instead of the missing one', async () => {
    const { url } = await fakes.start({ spaces: ['bank', 'shop'] })

    await expect(connect({ url, space: 'banc' })).rejects.toThrow(
      `Kibana at ${url} has no space "banc": you may use default, bank, shop.`,
    )
    expect((await connect({ url, space: 'bank' })).kibana.server.space).toBe('bank')
  })

  it('says that a Kibana has no spaces at all', async () => {
    const { url } = await fakes.start()

    await expect(connect({ url, space: 'bank' })).rejects.toThrow('it has no spaces at all')
    expect((await connect({ url, space: 'default' })).kibana.server.space).toBe('default')
  })

  it('trusts a certificate by its CA only', async () => {
    const tls = selfSigned()
    const { url } = await fakes.start({ tls })
    const folder = await mkdtemp(join(tmpdir(), 'tally-ca-'))
    const ca = join(folder, 'ca.pem')
    await writeFile(ca, tls.cert)

    await expect(connect({ url })).rejects.toMatchObject({
      code: 'kibana.refused',
      action: expect.stringContaining('KIBANA_CA') as string,
    })
    expect((await connect({ url, ca })).kibana.version.text).toBe('7.10.2')
    await rm(folder, { recursive: true })
  })

  it.each([
    ['10.0.0', ['10.0.0 is newer than 9.x; it may draw no Timelion and no TSVB any more']],
    ['9.9.9', []],
  ])('tells of a Kibana %s what it may lack: %j', async (number, troubles) => {
    const kibana = await fakes.start()
    const body = { version: { number }, status: { overall: { level: 'available' } } }
    kibana.instead.set('/api/status', { status: 200, body })

    expect((await connect({ url: kibana.url })).kibana.troubles).toEqual(troubles)
  })

  it('ends when it is interrupted', async () => {
    const { url } = await fakes.start({ health: ['starting'] })
    const interruption = new AbortController()

    const connection = connectKibana(
      { url, auth: undefined, ca: undefined },
      {
        timeoutMs: 60_000,
        signal: interruption.signal,
        onProgress: () => {
          interruption.abort(new Error('interrupted'))
        },
      },
    )

    await expect(connection).rejects.toThrow('interrupted')
  })
})
