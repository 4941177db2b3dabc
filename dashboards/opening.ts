import { row, type Row } from './builders/dashboard.ts'
import { filteredBy } from './builders/bucket.ts'
import { anyOf, from, isTrue, not } from './builders/filter.ts'
import { markdown } from './builders/markdown.ts'
import { count, largest } from './builders/measure.ts'
import { metric } from './builders/metric.ts'
import { table } from './builders/table.ts'
import { deadLettersView, transactionsView } from './data-views.ts'
import { type SavedObject } from './saved-object.ts'

/** The dashboards by their ids, in the order in which they link to each other. */
export const dashboardTitles = {
  'bank-overview': 'Bank overview',
  customers: 'Customers',
  operations: 'Operations of the bank',
  'pipeline-health': 'Pipeline health',
} as const
export type DashboardId = keyof typeof dashboardTitles

/** What the enrichment marks when it does not know something. */
export const unknownFields = transactionsView.fieldNames.filter((field) =>
  field.startsWith('quality.unknown_'),
)

const somethingUnknown = anyOf(unknownFields.map((field) => isTrue(transactionsView, field)))

/**
 * The first row of every dashboard: its question and links to the others, then how fresh and how
 * sound the data is.
 */
export function openingRow(id: DashboardId, question: string): Row {
  return row(
    7,
    [questionAndLinks(id, question), 18],
    [newestEvent(id), 10],
    [deadLettersToday(id), 7],
    [unknownShare(id), 13],
  )
}

function questionAndLinks(id: DashboardId, question: string): SavedObject {
  const links = Object.entries(dashboardTitles)
    .filter(([other]) => other !== id)
    .map(([other, title]) => `[${title}](#/view/tally-${other})`)
  return markdown({
    id: `${id}-question`,
    title: dashboardTitles[id],
    text: `**${question}**\n\n${links.join(' · ')}`,
  })
}

function newestEvent(id: DashboardId): SavedObject {
  return metric(transactionsView, {
    id: `${id}-newest-event`,
    title: 'Newest event',
    description: 'When the newest transaction that is indexed happened.',
    fontSize: 16,
    measures: [largest('@timestamp', 'Newest transaction')],
  })
}

function deadLettersToday(id: DashboardId): SavedObject {
  return metric(deadLettersView, {
    id: `${id}-dead-letters-today`,
    title: 'Dead letters today',
    description:
      'Records that were refused since midnight; none is good news. Dead letters have none of the fields that the filters of a dashboard ask for, so any filter makes this 0.',
    filter: from(deadLettersView, '@timestamp', 'now/d'),
    fontSize: 24,
    measures: [count('Dead letters')],
  })
}

function unknownShare(id: DashboardId): SavedObject {
  return table(transactionsView, {
    id: `${id}-unknown-data`,
    title: 'Transactions with unknown data',
    description:
      'Transactions of which the account, customer, merchant, category, rate or time zone was not known.',
    rows: [
      filteredBy(
        { Unknown: somethingUnknown, 'All known': not(somethingUnknown) },
        { label: 'Data' },
      ),
    ],
    measures: [count('Transactions')],
    hasShares: true,
  })
}
