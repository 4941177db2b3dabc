/** What a reader sees instead of a value that stands in a document; all others are shown as they are. */
export type Words = Readonly<Record<string, string>>

export const outcomes: Words = {
  authorized: 'Authorized',
  declined: 'Declined',
  reversed: 'Reversed',
}

export const directions: Words = { credit: 'In (credit)', debit: 'Out (debit)' }

export const channels: Words = {
  card_present: 'Card present',
  online: 'Online',
  atm: 'ATM',
  transfer: 'Transfer',
  direct_debit: 'Direct debit',
}

export const reasons: Words = {
  insufficient_funds: 'Insufficient funds',
  limit_exceeded: 'Limit exceeded',
  wrong_pin: 'Wrong PIN',
  suspected_fraud: 'Suspected fraud',
  merchant_refund: 'Merchant refund',
  customer_dispute: 'Customer dispute',
  duplicate: 'Duplicate',
  technical: 'Technical fault',
}

export const archetypes: Words = {
  compulsive_adult: 'Compulsive adult',
  serious_adult: 'Serious adult',
  child: 'Child',
  spending_elder: 'Spending elder',
  responsible_teenager: 'Responsible teenager',
  rich_teenager: 'Rich teenager',
}

export const ageBands: Words = {
  '1 under 16': 'Under 16',
  '2 16 to 24': '16 to 24',
  '3 25 to 34': '25 to 34',
  '4 35 to 49': '35 to 49',
  '5 50 to 64': '50 to 64',
  '6 65 and over': '65 and over',
}

export const amountBands: Words = {
  '1 under 10 EUR': 'Under 10 EUR',
  '2 10 to 50 EUR': '10 to 50 EUR',
  '3 50 to 100 EUR': '50 to 100 EUR',
  '4 100 to 500 EUR': '100 to 500 EUR',
  '5 500 to 1,000 EUR': '500 to 1,000 EUR',
  '6 1,000 to 5,000 EUR': '1,000 to 5,000 EUR',
  '7 5,000 EUR and more': '5,000 EUR and more',
}

export const weekdays: Words = {
  '1 Mon': 'Mon',
  '2 Tue': 'Tue',
  '3 Wed': 'Wed',
  '4 Thu': 'Thu',
  '5 Fri': 'Fri',
  '6 Sat': 'Sat',
  '7 Sun': 'Sun',
}

export const causes: Words = {
  empty: 'Empty',
  'too-large': 'Too large',
  'not-json': 'Not JSON',
  'unknown-type': 'Unknown type',
  'schema-violated': 'Schema violated',
  'key-missing': 'Key missing',
  'key-mismatch': 'Key mismatch',
  misrouted: 'Misrouted',
  'in-future': 'In future',
  'before-first-day': 'Before first day',
  'index-refused': 'Index refused',
}

export const stages: Words = { decode: 'Decode', index: 'Index' }

export const countries: Words = {
  AT: 'Austria',
  BE: 'Belgium',
  CH: 'Switzerland',
  DE: 'Germany',
  DK: 'Denmark',
  ES: 'Spain',
  FR: 'France',
  GB: 'United Kingdom',
  IT: 'Italy',
  NL: 'Netherlands',
  NO: 'Norway',
  PL: 'Poland',
  SE: 'Sweden',
}
