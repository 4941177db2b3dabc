import { z } from 'zod'
import { reasonIn, safeJson } from '../kibana/refusal.ts'
import { type KibanaServer, postToKibana } from '../kibana-request.ts'
import { type TimelionPanel } from '../panels/panel-content.ts'
import { type Period } from '../panels/period.ts'
import { luceneQuery } from '../panels/search.ts'
import { type Problem } from './report.ts'

/** Asks a Kibana to evaluate an expression: what it says against it, nothing when all is well. */
export type TimelionRun = (
  panel: TimelionPanel & { readonly period: Period },
) => Promise<readonly Problem[]>

const timeoutMs = 30_000

/** Kibana 7 has the second; 8 and 9 the first, for which they want to be told that Kibana asks. */
const paths = ['/internal/timelion/run', '/api/timelion/run'] as const

/**
 * Kibana's own Timelion.
 *
 * The function that it gives throws PipelineError `kibana.unreachable` when nobody answers.
 */
export function timelionOf(server: KibanaServer): TimelionRun {
  return async (panel) => {
    const body = Buffer.from(JSON.stringify(runRequest(panel)))
    const [first, second] = paths
    const post = (path: string) =>
      postToKibana(server, { path, contentType: 'application/json', body, timeoutMs })
    const answer = await post(first)
    const { status, text } = answer.status === 404 ? await post(second) : answer
    return status === 200 ? resultProblems(text) : [refusal(status, text)]
  }
}

/** The times are ISO, because it takes `now-7d` for no time at all and answers with nothing. */
function runRequest({ expression, interval, query, period }: Parameters<TimelionRun>[0]): object {
  return {
    sheet: [expression],
    time: {
      from: new Date(period.fromMs).toISOString(),
      to: new Date(period.toMs).toISOString(),
      interval,
      timezone: period.zone,
    },
    extended: {
      es: {
        filter: {
          bool: { must: [luceneQuery(query, period)], filter: [], should: [], must_not: [] },
        },
      },
    },
  }
}

const Result = z.object({
  sheet: z.tuple([
    z.object({
      list: z.array(z.object({ data: z.array(z.tuple([z.number(), z.number().nullable()])) })),
    }),
  ]),
})

function resultProblems(text: string): Problem[] {
  const result = Result.safeParse(safeJson(text))
  if (!result.success) {
    return [
      {
        message: 'Kibana answered something else than Timelion series',
        action: 'Check that KIBANA_URL names a Kibana, with its base path, and no login page.',
      },
    ]
  }
  const points = result.data.sheet[0].list.flatMap(({ data }) => data)
  return points.some(([, value]) => value !== null)
    ? []
    : [
        {
          message: 'Kibana evaluated the expression to nothing',
          action: 'Check that its Elasticsearch is the one that is verified here.',
        },
      ]
}

function refusal(status: number, text: string): Problem {
  return {
    message: `Kibana answered ${status} to the expression: ${reasonIn(text)}`,
    action:
      status === 401 || status === 403
        ? 'Check KIBANA_API_KEY, or KIBANA_USERNAME and KIBANA_PASSWORD.'
        : 'Correct the expression, or look at the log of Kibana.',
  }
}
