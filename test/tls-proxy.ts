import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo } from 'node:net'
import { type Certificates, storePassword } from './certificates.ts'

/** Stands before an Elasticsearch without security and gives it TLS and a lock. */
export interface TlsProxy {
  readonly url: string
  readonly close: () => Promise<void>
}

/** @param keys values of the header `authorization` that are let in */
export async function startTlsProxy(
  target: string,
  { serverStore }: Certificates,
  keys: readonly string[],
): Promise<TlsProxy> {
  const store = { pfx: await readFile(serverStore), passphrase: storePassword }
  const server = createServer(store, (incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming
    const { authorization = '', ...kept } = headers
    if (!keys.includes(authorization)) {
      incoming.resume()
      const error = { type: 'security_exception', reason: 'unable to authenticate' }
      outgoing.writeHead(401, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }) // prettier-ignore
      outgoing.end(JSON.stringify({ error, status: 401 }))
      return
    }
    const asked = request(
      new URL(url, target),
      { method, headers: kept, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    asked.once('error', () => outgoing.destroy())
    incoming.pipe(asked)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
