import { type Answer, ok, refusal } from './answer.ts'
import { type KibanaStore } from './store.ts'

/** `/api/kibana/settings`: 7.x, and within Kibana later. */
export function answerSettings(store: KibanaStore, space: string, body: string): Answer {
  const settings = store.settings(space)
  if (body !== '') Object.assign(settings, (JSON.parse(body) as { changes: object }).changes)
  const values = new Map<string, object>([['buildNum', { userValue: 1 }]])
  for (const [key, userValue] of Object.entries(settings)) values.set(key, { userValue })
  return ok({ settings: Object.fromEntries(values) })
}

/** `/api/data_views/default`: 8.0 and later. */
export function answerDefaultDataView(store: KibanaStore, space: string, body: string): Answer {
  const settings = store.settings(space)
  if (body === '') return ok({ data_view_id: settings['defaultIndex'] ?? '' })
  const { data_view_id: id, force } = JSON.parse(body) as { data_view_id: string; force?: boolean }
  if (typeof id !== 'string') return refusal(400, '[request body.data_view_id]: expected a string')
  if (settings['defaultIndex'] === undefined || force === true) settings['defaultIndex'] = id
  return ok({ acknowledged: true })
}
