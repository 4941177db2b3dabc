/**
 * What money is spent on, coarsely: groups of the merchants' categories, and the channel of what
 * has no merchant. The order is that of stored figures: new ones go to the end.
 */
export const categoryGroups = [
  'Groceries',
  'Eating out',
  'Shopping',
  'Housing and bills',
  'Getting around',
  'Travel',
  'Health and care',
  'Leisure',
  'Finance and insurance',
  'Education and public services',
  'Business',
  'Cash',
  'Transfers',
  'Direct debits',
  'Unknown',
] as const
export type CategoryGroup = (typeof categoryGroups)[number]
