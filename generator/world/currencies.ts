import { code } from 'currency-codes'

/**
 * Units of a currency for one euro: the ECB's reference rates of 14 March 2025, dirham and dinar by
 * their pegs to the dollar. Prices abroad are made with them; what a transaction was worth in euros
 * is for the pipeline to say.
 */
const unitsPerEuro = {
  EUR: 1,
  USD: 1.0889,
  JPY: 161.88,
  GBP: 0.841_83,
  CHF: 0.9641,
  SEK: 11.0538,
  NOK: 11.62,
  DKK: 7.4601,
  PLN: 4.1723,
  CZK: 25.014,
  HUF: 399.48,
  TRY: 39.9381,
  AUD: 1.7237,
  CAD: 1.5669,
  SGD: 1.4542,
  AED: 3.999,
  KWD: 0.3355,
} as const

export type Currency = keyof typeof unitsPerEuro

/** An amount of euros, cents as fraction, in whole minor units of a currency. */
export function fromEuros(euros: number, currency: Currency): number {
  return Math.round(euros * minorPerEuro(currency))
}

/** The same value in another currency, in whole minor units; nothing changes within a currency. */
export function convert(amountMinor: number, from: Currency, to: Currency): number {
  if (from === to) return amountMinor
  return Math.round((amountMinor / minorPerEuro(from)) * minorPerEuro(to))
}

/** Rounds to what cash machines and round-minded people use: 10 euros, 1,000 yen. */
export function toBankNotes(amountMinor: number, currency: Currency): number {
  const note = 10 ** Math.round(Math.log10(minorPerEuro(currency) * 10))
  return Math.max(1, Math.round(amountMinor / note)) * note
}

function minorPerEuro(currency: Currency): number {
  return scales[currency]
}

/** With the digits of ISO 4217: the yen has none, the dinar three. */
const scales = Object.fromEntries(
  Object.entries(unitsPerEuro).map(([currency, units]) => [
    currency,
    units * 10 ** (code(currency)?.digits ?? 2),
  ]),
) as Record<Currency, number>
