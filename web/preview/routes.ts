import { type FastifyInstance, type FastifyReply } from 'fastify'
import { z } from 'zod'
import { type DashboardModel } from '../../dashboards/panels/dashboard-model.ts'
import { multiSearch } from '../../dashboards/panels/multi-search.ts'
import { parsePeriod } from '../../dashboards/panels/period.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { toElasticsearchProblem } from '../../runtime/elasticsearch/failure.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type ApiProblem, type DashboardOutline } from './api.ts'
import { type Asset, mainModule } from './assets.ts'
import { dashboardData } from './dashboard-data.ts'

interface Served {
  readonly dashboards: readonly DashboardModel[]
  readonly assets: ReadonlyMap<string, Asset>
  readonly client: ElasticsearchClient
  readonly elasticsearchUrl: string
  readonly onBug: (error: unknown) => void
}

/** How many data requests may wait for Elasticsearch at once. */
const dataRequestsMax = 8

/** Everything that can be asked: the files of the page, the dashboards, and their data. */
export function addRoutes(server: FastifyInstance, served: Served): void {
  for (const [path, asset] of served.assets) addAsset(server, path, asset, served.assets)
  const outlines = served.dashboards.map(outlineOf)
  server.get('/api/dashboards', async (_request, reply) => {
    await reply.header('cache-control', 'no-store').send(outlines)
  })
  addData(server, served)
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
    const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding']))
    if (isZipped) reply.header('content-encoding', 'gzip')
    return reply.type(asset.type).send(isZipped ? asset.zipped : asset.plain)
  })
}

function outlineOf(dashboard: DashboardModel): DashboardOutline {
  const { id, title, description, from, to, refreshSeconds, panels } = dashboard
  return {
    id,
    title,
    description,
    from,
    to,
    refreshSeconds,
    panels: panels.map((panel) => ({
      id: panel.id,
      title: panel.title,
      place: panel.place,
      kind: panel.content.kind,
    })),
  }
}

const Query = z.strictObject({
  from: z.string(),
  to: z.string(),
  zone: z.string().default('UTC'),
})

function addData(server: FastifyInstance, { dashboards, client, elasticsearchUrl }: Served): void {
  let underWay = 0
  server.get<{ Params: { id: string } }>('/api/dashboards/:id/data', async (request, reply) => {
    const dashboard = dashboards.find(({ id }) => id === request.params.id)
    if (dashboard === undefined) return refuse(reply, 404, unknownDashboard)
    const query = Query.safeParse(request.query)
    if (!query.success) return refuse(reply, 400, wrongQuery(query.error))
    const parsed = parsePeriod(query.data, Date.now())
    if (!parsed.ok) return refuse(reply, 400, { problem: parsed.problem, action: tryAnother })
    if (underWay >= dataRequestsMax) return refuse(reply, 503, busy)
    underWay += 1
    try {
      const data = await dashboardData(dashboard, parsed.period, (searches) =>
        multiSearch(client, searches),
      )
      return await reply.header('cache-control', 'no-store').send(data)
    } catch (error) {
      throw toElasticsearchProblem(error, { url: elasticsearchUrl, doing: 'answer the panels' })
    } finally {
      underWay -= 1
    }
  })
}

const tryAnother = 'Choose another period.'
const unknownDashboard = { problem: 'There is no such dashboard.', action: 'Open /.' }
const busy = {
  problem: 'Elasticsearch is still busy with earlier requests of this preview.',
  action: 'The page asks again by itself.',
}

function wrongQuery(error: z.ZodError): ApiProblem {
  const [issue] = error.issues
  const name = issue?.path.join('.') ?? ''
  const problem = `${name === '' ? 'query' : name}: ${issue?.message ?? 'invalid'}`
  return { problem, action: 'Ask with from, to and zone: ?from=now-24h&to=now&zone=UTC.' }
}

async function refuse(reply: FastifyReply, status: number, problem: ApiProblem) {
  return reply.code(status).header('cache-control', 'no-store').send(problem)
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
