import { createServer, request } from 'node:http'
import { type AddressInfo } from 'node:net'

/** Stands between a worker and Elasticsearch and keeps the bodies of its bulk requests. */
export interface RecordingProxy {
  readonly url: string
  /** The operations of every bulk request so far, each as its lines without the last newline. */
  operations(): string[]
  close(): Promise<void>
}

/** A proxy on a free port of 127.0.0.1 to the server at `target`. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const bodies: Buffer[] = []
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      if (incoming.url?.includes('_bulk') === true) bodies.push(body)
      const forwarded = request(
        new URL(incoming.url ?? '/', target),
        { method: incoming.method, headers: incoming.headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(outgoing)
        },
      )
      forwarded.on('error', () => outgoing.destroy())
      forwarded.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    operations: () => bodies.flatMap(splitOperations),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

/** Cuts the NDJSON of a bulk request into operations of two lines, action and document. */
export function splitOperations(body: Buffer): string[] {
  const lines = body.toString('utf8').split('\n')
  const operations: string[] = []
  for (let at = 0; at + 1 < lines.length; at += 2) {
    operations.push(`${lines[at] ?? ''}\n${lines[at + 1] ?? ''}`)
  }
  return operations
}
