import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { WorkerEndpoint } from '../../cli/worker-endpoint.ts'
import { createLog } from '../../runtime/log.ts'
import { startPreview } from '../../web/preview/server.ts'
import { fuzzRequests, type RequestReport } from './fuzz-requests.ts'

interface Fuzzing {
  readonly seed: number
  readonly requests: number
  readonly signal?: AbortSignal | undefined
}

/** What a server's own log says is a bug counts as one, whatever it answers. */
interface ServerReport extends RequestReport {
  readonly server: 'worker' | 'preview'
  readonly bugs: readonly string[]
}

/** The endpoint of a worker that has not begun. */
export async function fuzzWorkerEndpoint(fuzzing: Fuzzing): Promise<ServerReport> {
  const bugs: string[] = []
  const log = createLog({ level: 'error', name: 'fuzz', destination: { write: (line) => bugs.push(line) } }) // prettier-ignore
  const endpoint = await WorkerEndpoint.open({ host: '127.0.0.1', port: 0, stallSeconds: 60 }, log)
  try {
    const paths = ['/metrics', '/health/live', '/health/ready', '/']
    const report = await fuzzRequests({ url: endpoint.url, paths, wellPath: '/health/live' }, fuzzing) // prettier-ignore
    return { server: 'worker', ...report, bugs }
  } finally {
    await endpoint.close()
  }
}

/** The preview of the shipped dashboards, over an Elasticsearch that knows of nothing. */
export async function fuzzPreview(fuzzing: Fuzzing): Promise<ServerReport> {
  const elasticsearch = await openEmptyElasticsearch()
  const bugs: string[] = []
  const preview = await startPreview({
    elasticsearch: { url: elasticsearch.url, auth: undefined, ca: undefined },
    host: '127.0.0.1',
    port: 0,
    onBug: (error) => bugs.push(String(error)),
  })
  try {
    const ids = await dashboardIds(preview.url)
    const paths = ['/', '/api/dashboards', '/icon.svg', '/theme.css', ...ids.map((id) => `/api/dashboards/${id}/data`)] // prettier-ignore
    const report = await fuzzRequests({ url: preview.url, paths, wellPath: '/api/dashboards' }, fuzzing) // prettier-ignore
    return { server: 'preview', ...report, bugs }
  } finally {
    await preview.close()
    await elasticsearch.close()
  }
}

async function dashboardIds(url: string): Promise<string[]> {
  const answer: unknown = await (await fetch(`${url}/api/dashboards`)).json()
  const list = Array.isArray(answer) ? answer : Object.values(answer as object).flat()
  return (list as { readonly id?: unknown }[]).flatMap(({ id }) => (typeof id === 'string' ? [id] : [])) // prettier-ignore
}

/** Answers every search with nothing found, which is what an index without documents says. */
async function openEmptyElasticsearch() {
  const server = createServer((request, response) => {
    let lines = 0
    request.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 0x0a) lines += 1
    })
    request.on('end', () => {
      response.writeHead(200, {
        'content-type': 'application/vnd.elasticsearch+json; compatible-with=8',
        'x-elastic-product': 'Elasticsearch',
      })
      const nothing = { took: 0, timed_out: false, status: 200, _shards: { total: 1, successful: 1, failed: 0 }, hits: { total: { value: 0, relation: 'eq' }, hits: [] }, aggregations: {} } // prettier-ignore
      response.end(JSON.stringify({ took: 0, responses: Array.from({ length: lines / 2 }, () => nothing) })) // prettier-ignore
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
