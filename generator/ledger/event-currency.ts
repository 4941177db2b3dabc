/**
 * The currency of the account in the text of an event: as it was opened or as a transaction was
 * booked, not the one in which somebody paid. Undefined for events that do not say it.
 *
 * Within a text of JSON a quote is escaped, so a label with its quotes is found only where it is
 * the name of a field.
 */
export function currencyOfAccount(event: string): string | undefined {
  const within = event.includes('"type":"bank.account.opened.v1"') ? '"data":' : '"booked":'
  const begin = event.indexOf(within)
  if (begin < 0) return undefined
  const at = event.indexOf(label, begin)
  return at < 0 ? undefined : event.slice(at + label.length, at + label.length + codeLength)
}

const label = '"currency":"'
/** Of ISO 4217. */
const codeLength = 3
