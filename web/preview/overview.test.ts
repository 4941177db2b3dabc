import { expect, test } from 'vitest'
import { deadLettersView, transactionsView } from '../../dashboards/data-views.ts'
import { readDashboards } from '../../dashboards/panels/dashboard-model.ts'
import { readSources } from '../../dashboards/panels/source.ts'
import { smallDashboard } from '../../test/small-dashboard.ts'
import { overviewOf } from './overview.ts'

const objects = [deadLettersView.object, transactionsView.object, ...smallDashboard.objects]
const { dashboards, fields } = overviewOf(readDashboards(objects), readSources(objects))

test('an overview has every panel with what it is and where', () => {
  expect(dashboards).toMatchObject([{ title: 'Small', from: 'now-30d', refreshSeconds: 5 }])
  expect(dashboards[0]?.panels[0]).toEqual({
    id: '1',
    title: 'Authorized transactions',
    description: '',
    kind: 'metric',
    parts: 3,
    place: { x: 0, y: 0, w: 48, h: 5 },
  })
})

test('an overview has every field of the data views, as those call it that panels are about', () => {
  expect(fields).toMatchObject({
    '@timestamp': { label: 'Time', type: 'date' },
    'transaction.amount_eur': {
      label: 'Amount (EUR)',
      type: 'number',
      format: { decimalsMin: 2, decimalsMax: 2 },
    },
    'transaction.is_foreign': { label: 'Foreign', type: 'boolean' },
    'merchant.name': { label: 'Merchant', type: 'text' },
    'place.location': { type: 'other' },
    'error.code': { label: 'Cause', type: 'text' },
    'kafka.bytes': { format: { unit: { kind: 'bytes' } } },
  })
  expect(Object.keys(fields)).not.toContain('_id')
})
