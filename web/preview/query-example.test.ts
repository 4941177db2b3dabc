import { expect, test } from 'vitest'
import { definitions } from '../../dashboards/definitions.ts'
import { readDashboards } from '../../dashboards/panels/dashboard-model.ts'
import { queryFields } from '../../dashboards/panels/query-fields.ts'
import { readSources } from '../../dashboards/panels/source.ts'
import { queryExample } from './query-example.ts'

const objects = Object.values(definitions).flat()
const dashboards = readDashboards(objects)
const sources = readSources(objects)
const byTitle = (title: string) => {
  const found = dashboards.find((dashboard) => dashboard.title === title)
  if (found === undefined) throw new Error(`expected a dashboard ${title}`)
  return found
}

test.each([
  ['Bank overview', 'transaction.outcome:authorized AND transaction.amount_eur:>100'],
  ['Pipeline health', 'records.consumed:>100'],
])('the example of %s is about its own fields', (title, query) => {
  expect(queryExample(byTitle(title), sources)).toBe(query)
})

test.each(dashboards.map((one) => [one.title, one] as const))(
  'the example of %s names fields of one index',
  (_title, dashboard) => {
    const fields = queryFields(queryExample(dashboard, sources))

    expect(fields.length).toBeGreaterThan(0)
    expect(sources.some((source) => fields.every((field) => source.fields.has(field)))).toBe(true)
  },
)

test('there is none for a dashboard without figures', () => {
  expect(queryExample({ ...byTitle('Customers'), panels: [] }, sources)).toBe('')
})
