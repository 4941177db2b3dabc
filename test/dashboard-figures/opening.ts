import { type TransactionDocument } from '../../contracts/indices/transactions.ts'
import { type DashboardFigures, figures } from './figures.ts'
import { count, largestOf } from './measures.ts'
import { intervalBegin } from './over-time.ts'
import { timeOf } from './scope.ts'

const dayHours = 24

/** The first row of every dashboard; the page says the question and the links itself. */
export const openingFigures: DashboardFigures = {
  'Newest event': ({ transactions }) =>
    figures(transactions, { 'Newest transaction': largestOf(timeOf) }),

  'Dead letters today': ({ deadLetters, shown }) => {
    const midnight = intervalBegin(Date.now(), dayHours, shown.zone)
    const today = deadLetters.filter((deadLetter) => timeOf(deadLetter) >= midnight)
    return figures(today, { 'Dead letters': count })
  },

  'Transactions with unknown data': ({ transactions }) => {
    const unknown = transactions.filter(isSomethingUnknown).length
    const known = transactions.length - unknown
    const share = (some: number) => (transactions.length === 0 ? null : some / transactions.length)
    return {
      kind: 'table',
      columns: ['Transactions', 'Transactions, share'],
      rows: [
        ['Unknown', unknown, share(unknown)],
        ['All known', known, share(known)],
      ],
    }
  },
}

function isSomethingUnknown({ quality }: TransactionDocument): boolean {
  return Object.entries(quality).some(([name, holds]) => name.startsWith('unknown_') && holds)
}
