import { type Answer, ok } from './answer.ts'
import { type Flavour, isAtLeast } from './flavour.ts'

/** How well the played Kibana is. */
export type Health = 'starting' | 'unavailable' | 'degraded' | 'available'

/** @param isKnown false for a stranger, who is told less from 8.0 on */
export function answerStatus(flavour: Flavour, health: Health, isKnown: boolean): Answer {
  if (health === 'starting') return { status: 503, body: 'Kibana server is not ready yet' }
  if (!isAtLeast(flavour, '8.0')) return answerOf7(flavour, health)
  const overall = { level: health, summary: `Kibana is ${health}` }
  const status = health === 'unavailable' ? 503 : 200
  if (!isKnown) return { status, body: { status: { overall: { level: health } } } }
  const body = {
    name: 'fake',
    version: { number: flavour, build_number: 1 },
    status: {
      overall,
      core: {
        elasticsearch: { level: health === 'unavailable' ? 'critical' : 'available', summary: 'No connection to Elasticsearch' }, // prettier-ignore
        savedObjects: { level: 'available', summary: 'Migrated' },
      },
      plugins: {
        dashboard: { level: 'available', summary: 'All dependencies are available' },
        alerting: { level: health === 'degraded' ? 'degraded' : 'available', summary: 'Alerting has no encryption key' }, // prettier-ignore
      },
    },
  }
  return { status, body }
}

const states = { unavailable: 'red', degraded: 'yellow', available: 'green' }

function answerOf7(flavour: Flavour, health: Exclude<Health, 'starting'>): Answer {
  const state = states[health]
  return ok({
    name: 'fake',
    version: { number: flavour, build_number: 1 },
    status: {
      overall: { state, title: state, icon: 'success' },
      statuses: [
        { id: `core:savedObjects@${flavour}`, state: 'green', message: 'Ready' },
        { id: `plugin:alerting@${flavour}`, state, message: 'Alerting has no encryption key' },
      ],
    },
  })
}
