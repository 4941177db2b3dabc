import { type FastifyInstance, type FastifyReply } from 'fastify'
import { type DashboardModel } from '../../dashboards/panels/dashboard-model.ts'
import { multiSearch } from '../../dashboards/panels/multi-search.ts'
import { type Source } from '../../dashboards/panels/source.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { toElasticsearchProblem } from '../../runtime/elasticsearch/failure.ts'
import { type ApiProblem } from './api.ts'
import { dashboardData } from './dashboard-data.ts'
import { readQuestion } from './read-question.ts'
import { refuse } from './refuse.ts'

export interface DataServed {
  readonly dashboards: readonly DashboardModel[]
  /** Every data view. */
  readonly sources: readonly Source[]
  readonly client: ElasticsearchClient
  readonly elasticsearchUrl: string
}

/** How many data requests may wait for Elasticsearch at once. */
const dataRequestsMax = 8

/** The pictures of a dashboard; nothing else can be asked of Elasticsearch. */
export function addDataRoute(server: FastifyInstance, served: DataServed): void {
  const { dashboards, sources, client, elasticsearchUrl } = served
  let underWay = 0
  server.get<{ Params: { id: string } }>('/api/dashboards/:id/data', async (request, reply) => {
    const dashboard = dashboards.find(({ id }) => id === request.params.id)
    if (dashboard === undefined) return refuse(reply, 404, unknownDashboard)
    const question = readQuestion(request.query, Date.now())
    if (!question.ok) return refuse(reply, 400, question.problem)
    if (underWay >= dataRequestsMax) return refuse(reply, 503, busy)
    underWay += 1
    try {
      const signal = whenGone(reply)
      const asked = { period: question.period, choice: question.choice, sources }
      const result = await dashboardData(dashboard, asked, (searches) =>
        multiSearch(client, searches, signal),
      )
      if (!result.ok) return await refuse(reply, 400, result.problem)
      return await reply.header('cache-control', 'no-store').send(result.data)
    } catch (error) {
      throw toElasticsearchProblem(error, { url: elasticsearchUrl, doing: 'answer the panels' })
    } finally {
      underWay -= 1
    }
  })
}

/** Aborted when the reader goes away before the answer is there. */
function whenGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    controller.abort()
  })
  return controller.signal
}

const unknownDashboard: ApiProblem = {
  problem: 'There is no such dashboard.',
  action: 'Open /.',
}
const busy: ApiProblem = {
  problem: 'Elasticsearch is still busy with earlier requests of this preview.',
  action: 'The page asks again by itself.',
}
