import { z } from 'zod'
import { PipelineError } from '../../runtime/problem.ts'
import { answerTimeoutMs, getFromKibana, type KibanaAnswer, postToKibana } from '../kibana-request.ts' // prettier-ignore
import { type Kibana } from './connect.ts'
import { kibanaRefusal, parseAnswer } from './refusal.ts'
import { isAtLeast } from './version.ts'

/** What became of the default data view. */
export interface DefaultDataView {
  /** `kept`: there was one, which is somebody's choice. */
  readonly outcome: 'set' | 'kept' | 'failed'
  readonly id: string
  /** Why it failed. */
  readonly reason?: string
}

/**
 * Makes a data view the default of the space, unless there is one.
 *
 * Whoever may import dashboards may not always change settings, so a refusal is an outcome.
 */
export async function setDefaultDataView(kibana: Kibana, id: string): Promise<DefaultDataView> {
  const api = isAtLeast(kibana.version, '8.0') ? dataViewsApi : settingsApi
  try {
    const present = await api.read(kibana)
    if (present) return { outcome: 'kept', id: present }
    await api.write(kibana, id)
    return { outcome: 'set', id }
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    return { outcome: 'failed', id, reason: error.message }
  }
}

interface Api {
  read(kibana: Kibana): Promise<string | null | undefined>
  write(kibana: Kibana, id: string): Promise<void>
}

const dataViewsPath = '/api/data_views/default'
const settingsPath = '/api/kibana/settings'

const dataViewsApi: Api = {
  async read(kibana) {
    const schema = z.object({ data_view_id: z.string().nullish() })
    const text = await get(kibana, dataViewsPath)
    return parseAnswer(kibana.server, text, schema).data_view_id
  },
  write: (kibana, id) => post(kibana, dataViewsPath, { data_view_id: id, force: false }),
}

const settingsApi: Api = {
  async read(kibana) {
    const setting = z.object({ userValue: z.string().nullish() }).optional()
    const schema = z.object({ settings: z.object({ defaultIndex: setting }) })
    const text = await get(kibana, settingsPath)
    return parseAnswer(kibana.server, text, schema).settings.defaultIndex?.userValue
  },
  write: (kibana, id) => post(kibana, settingsPath, { changes: { defaultIndex: id } }),
}

async function get({ server }: Kibana, path: string): Promise<string> {
  const answer = await getFromKibana(server, { path, timeoutMs: answerTimeoutMs })
  return taken({ server }, answer)
}

async function post({ server }: Kibana, path: string, body: object): Promise<void> {
  const answer = await postToKibana(server, {
    path,
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(body)),
    timeoutMs: answerTimeoutMs,
  })
  taken({ server }, answer)
}

function taken({ server }: Pick<Kibana, 'server'>, answer: KibanaAnswer): string {
  if (answer.status !== 200) throw kibanaRefusal(server, answer)
  return answer.text
}
