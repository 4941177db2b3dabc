import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'

interface Asked {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

/** A Kibana that has Timelion's endpoint at one path, answers there the same, and 404 elsewhere. */
export async function startFakeTimelion(path: string, { status, body }: Answer) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const { url = '', headers } = request
      asked.push({ path: url, headers, body: JSON.parse(text) })
      const isThere = url === path
      response.writeHead(isThere ? status : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isThere ? body : { message: 'Not Found' }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    server: { url: `http://127.0.0.1:${port}`, auth: undefined, ca: undefined },
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
