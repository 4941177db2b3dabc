import { type Currency } from './currencies.ts'

/** What a country gives to those who live, shop and bank in it. */
export interface Country {
  readonly code: CountryCode
  readonly currency: Currency
  /** Prices against those of France. */
  readonly priceLevel: number
  /** Where names of people come from (locales.ts). */
  readonly locale: LocaleName
  /** Invented banks on the other side of transfers. */
  readonly banks: readonly string[]
}

export type LocaleName =
  | 'fr'
  | 'de'
  | 'es'
  | 'it'
  | 'nl'
  | 'nl_BE'
  | 'de_AT'
  | 'pt_PT'
  | 'en_IE'
  | 'fi'
  | 'el' // prettier-ignore
  | 'sk'
  | 'hr'
  | 'en_GB'
  | 'de_CH'
  | 'sv'
  | 'da'
  | 'nb_NO'
  | 'pl'
  | 'cs_CZ'
  | 'hu'
  | 'en_US' // prettier-ignore
  | 'en_CA'
  | 'ja'
  | 'en'
  | 'en_AU'
  | 'tr'

type Row = readonly [Currency, number, LocaleName, readonly string[]]

const rows = {
  FR: ['EUR', 1, 'fr', ['Banque Horizon', 'Crédit du Val', 'Caisse Lumière']],
  DE: ['EUR', 0.98, 'de', ['Sparhaus Nord', 'Bank am Markt', 'Rheinkredit']],
  ES: ['EUR', 0.88, 'es', ['Banco Almendro', 'Caja del Sol']],
  IT: ['EUR', 0.92, 'it', ['Banca Colonna', 'Credito Ligure']],
  NL: ['EUR', 1.08, 'nl', ['Waterland Bank', 'Polderkas']],
  BE: ['EUR', 1.05, 'nl_BE', ['Schelde Bank', 'Banque du Parc']],
  AT: ['EUR', 1.03, 'de_AT', ['Alpenbank', 'Donaukredit']],
  PT: ['EUR', 0.8, 'pt_PT', ['Banco do Tejo', 'Caixa Atlântica']],
  IE: ['EUR', 1.2, 'en_IE', ['Liffey Bank', 'Shannon Credit']],
  FI: ['EUR', 1.1, 'fi', ['Järvipankki', 'Pohjola Kassa']],
  GR: ['EUR', 0.78, 'el', ['Aegean Bank', 'Olive Credit']],
  LU: ['EUR', 1.15, 'fr', ['Banque de la Corniche']],
  SK: ['EUR', 0.75, 'sk', ['Tatra Kasa']],
  HR: ['EUR', 0.72, 'hr', ['Jadran Banka']],
  GB: ['GBP', 1.12, 'en_GB', ['Thames & Mersey', 'Highland Bank']],
  CH: ['CHF', 1.5, 'de_CH', ['Limmat Bank', 'Banque du Lac']],
  SE: ['SEK', 1.08, 'sv', ['Mälarbanken']],
  DK: ['DKK', 1.25, 'da', ['Øresund Bank']],
  NO: ['NOK', 1.2, 'nb_NO', ['Fjordbanken']],
  PL: ['PLN', 0.62, 'pl', ['Bank Wisła']],
  CZ: ['CZK', 0.72, 'cs_CZ', ['Vltava Banka']],
  HU: ['HUF', 0.62, 'hu', ['Duna Bank']],
  US: ['USD', 1.2, 'en_US', ['Hudson Savings', 'Pacific Trust']],
  CA: ['CAD', 1.05, 'en_CA', ['Maple Credit Union']],
  JP: ['JPY', 0.85, 'ja', ['Sakura Bank', 'Kita Trust']],
  SG: ['SGD', 1.1, 'en', ['Straits Bank']],
  AU: ['AUD', 1.1, 'en_AU', ['Southern Mutual']],
  AE: ['AED', 0.95, 'en', ['Gulf Trust']],
  KW: ['KWD', 0.85, 'en', ['Pearl Bank']],
  TR: ['TRY', 0.5, 'tr', ['Boğaz Bankası']],
} as const satisfies Record<string, Row>

export type CountryCode = keyof typeof rows

/** Every country of the world. */
export const countries: Readonly<Record<CountryCode, Country>> = Object.fromEntries(
  Object.entries(rows).map(([code, [currency, priceLevel, locale, banks]]) => [
    code,
    { code: code as CountryCode, currency, priceLevel, locale, banks },
  ]),
) as unknown as Record<CountryCode, Country>
