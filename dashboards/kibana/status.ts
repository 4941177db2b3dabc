import { z } from 'zod'
import { type KibanaAnswer, type KibanaServer } from '../kibana-request.ts'
import { kibanaRefusal, notKibana, safeJson, shorten } from './refusal.ts'

/** How a Kibana says that it is. */
export interface KibanaStatus {
  readonly health: 'available' | 'degraded' | 'unavailable'
  /** Undefined when it does not tell, which is what a stranger gets from 8.x on. */
  readonly version: string | undefined
  /** What is not well, the first few: `plugin:alerting: no key is set`. */
  readonly troubles: readonly string[]
}

const Part = z.object({ level: z.string(), summary: z.string().optional() })

/** 7.x tells a `state` and a list, 8.x and 9.x a `level` and records. */
const Answer = z.object({
  version: z.object({ number: z.string() }).optional(),
  status: z.object({
    overall: z.union([z.object({ level: z.string() }), z.object({ state: z.string() })]),
    statuses: z
      .array(z.object({ id: z.string(), state: z.string(), message: z.string().optional() }))
      .default([]),
    core: z.record(z.string(), Part).default({}),
    plugins: z.record(z.string(), Part).default({}),
  }),
})
type Answer = z.infer<typeof Answer>

/** What a Kibana that is still starting answers, as text or within JSON. */
const notReadyYet = /not ready yet/i

const troublesMax = 5

/**
 * Reads the answer to `GET /api/status`.
 *
 * @throws PipelineError `kibana.refused` for a stranger, `kibana.rejected` for what is no Kibana.
 */
export function readStatus(server: KibanaServer, answer: KibanaAnswer): KibanaStatus {
  const parsed = Answer.safeParse(safeJson(answer.text))
  if (parsed.success) return statusIn(parsed.data)
  if (answer.status === 401 || answer.status === 403) throw kibanaRefusal(server, answer)
  const isStarting = answer.status === 503 || notReadyYet.test(answer.text)
  if (isStarting || answer.status === 502) {
    const troubles = [`it answers ${answer.status}: ${shorten(answer.text)}`]
    return { health: 'unavailable', version: undefined, troubles }
  }
  throw notKibana(server, `/api/status answers ${answer.status}: ${whatItIs(answer.text)}`)
}

function statusIn({ version, status }: Answer): KibanaStatus {
  const { overall, statuses, core, plugins } = status
  const parts = [
    ...statuses.map(({ id, state, message }) => ({ name: id, level: state, words: message })),
    ...Object.entries(core).map(([name, part]) => partOf(`core:${name}`, part)),
    ...Object.entries(plugins).map(([name, part]) => partOf(`plugin:${name}`, part)),
  ]
  const ill = parts.filter(({ level }) => healthOf(level) !== 'available')
  return {
    health: healthOf('level' in overall ? overall.level : overall.state),
    version: version?.number,
    troubles: [
      ...ill
        .slice(0, troublesMax)
        .map(({ name, level, words }) => `${name}: ${shorten(words ?? level)}`),
      ...(ill.length > troublesMax ? [`and ${ill.length - troublesMax} more`] : []),
    ],
  }
}

function partOf(name: string, { level, summary }: z.infer<typeof Part>) {
  return { name, level, words: summary }
}

function healthOf(word: string): KibanaStatus['health'] {
  if (word === 'green' || word === 'available') return 'available'
  return word === 'yellow' || word === 'degraded' ? 'degraded' : 'unavailable'
}

function whatItIs(text: string): string {
  const isElasticsearch = /"(index_not_found_exception|cluster_name|no handler found)/.test(text)
  return isElasticsearch || text.includes('no handler found for uri')
    ? 'this is an Elasticsearch; Kibana has another port, usually 5601'
    : text
}
