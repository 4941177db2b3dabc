import {
  byAmountAndCity,
  byCategory,
  byChannel,
  byCountry,
  byHourAndWeekday,
  counterpartBanks,
  filters,
} from './bank-overview/breakdowns.ts'
import {
  declineReasons,
  moneyInAndOut,
  outcomes,
  topMerchants,
  totalBalance,
  totals,
  weekOverWeek,
} from './bank-overview/money.ts'
import { dashboard, row } from './builders/dashboard.ts'
import { dashboardTitles, openingRow } from './opening.ts'

const id = 'bank-overview'
const question = 'How much money moves through the bank, to whom, and what does the bank refuse?'

export const bankOverview = dashboard({
  id,
  title: dashboardTitles[id],
  question,
  from: 'now-30d',
  refreshSeconds: 5,
  rows: [
    openingRow(id, question),
    row(6, [totals, 26], [filters, 22]),
    row(15, [weekOverWeek, 28], [topMerchants, 20]),
    row(12, [moneyInAndOut, 24], [outcomes, 24]),
    row(14, [byCategory, 20], [byChannel, 12], [declineReasons, 16]),
    row(14, [byHourAndWeekday, 28], [byCountry, 20]),
    row(15, [byAmountAndCity, 24], [counterpartBanks, 24]),
    row(12, [totalBalance, 48]),
  ],
})
