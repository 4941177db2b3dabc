import { type FastifyInstance } from 'fastify'
import { PipelineError } from '../../runtime/problem.ts'
import { type ApiProblem } from './api.ts'
import { type Asset, type Encoding } from './assets.ts'
import { addDataRoute, type DataServed } from './data-route.ts'
import { mainModule } from './module-preloads.ts'
import { overviewOf } from './overview.ts'
import { refuse } from './refuse.ts'

interface Served extends DataServed {
  readonly assets: ReadonlyMap<string, Asset>
  readonly onBug: (error: unknown) => void
}

/** Everything that can be asked: the files of the page, the dashboards, and their data. */
export function addRoutes(server: FastifyInstance, served: Served): void {
  for (const [path, asset] of served.assets) addAsset(server, path, asset, served.assets)
  const overview = overviewOf(served.dashboards, served.sources)
  server.get('/api/dashboards', async (_request, reply) => {
    await reply.header('cache-control', 'no-store').send(overview)
  })
  addDataRoute(server, served)
  server.setNotFoundHandler(async (_request, reply) => {
    await refuse(reply, 404, { problem: 'Nothing is here.', action: 'Open /.' })
  })
  server.setErrorHandler(async (error, _request, reply) => {
    const { status, problem } = explain(error)
    if (status === 500) served.onBug(error)
    await refuse(reply, status, problem)
  })
}

function addAsset(
  server: FastifyInstance,
  path: string,
  asset: Asset,
  assets: Served['assets'],
): void {
  server.get(path, async (request, reply) => {
    if (!assets.has(mainModule)) {
      return reply.code(503).send('The page is not compiled yet: run `npm run build`.')
    }
    reply.headers({ 'cache-control': 'no-cache', etag: asset.etag, vary: 'accept-encoding' })
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
    const encoding = bestEncoding(String(request.headers['accept-encoding']))
    if (encoding !== 'identity') reply.header('content-encoding', encoding)
    return reply.type(asset.type).send(asset.bodies[encoding])
  })
}

/** Of those that a browser takes the one that is smallest. */
function bestEncoding(accepted: string): Encoding {
  const taken = accepted.split(',').map((text) => text.split(';')[0]?.trim())
  return (['br', 'gzip'] as const).find((name) => taken.includes(name)) ?? 'identity'
}

function explain(error: unknown): { status: number; problem: ApiProblem } {
  if (error instanceof PipelineError) {
    return { status: 503, problem: { problem: error.message, action: error.action } }
  }
  const status =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
      ? error.statusCode
      : 500
  const message = error instanceof Error && status < 500 ? error.message : 'This is a bug.'
  return { status, problem: { problem: message, action: 'Please report it.' } }
}
