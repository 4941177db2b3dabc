/** A band of a number: from its own limit, included, up to the limit of the next one. */
export interface Band {
  readonly from: number
  /** Numbered, so that a chart sorts bands by itself. */
  readonly name: string
}

/** Bands of amounts, by EUR cents; each is a field, too, where amounts are counted by band. */
export const amountBands = [
  { from: 0, name: '1 under 10 EUR', field: 'under_10' },
  { from: 1_000, name: '2 10 to 50 EUR', field: 'from_10' },
  { from: 5_000, name: '3 50 to 100 EUR', field: 'from_50' },
  { from: 10_000, name: '4 100 to 500 EUR', field: 'from_100' },
  { from: 50_000, name: '5 500 to 1,000 EUR', field: 'from_500' },
  { from: 100_000, name: '6 1,000 to 5,000 EUR', field: 'from_1000' },
  { from: 500_000, name: '7 5,000 EUR and more', field: 'from_5000' },
] as const satisfies readonly (Band & { readonly field: string })[]

/** Bands of age, by completed years. */
export const ageBands = [
  { from: 0, name: '1 under 16' },
  { from: 16, name: '2 16 to 24' },
  { from: 25, name: '3 25 to 34' },
  { from: 35, name: '4 35 to 49' },
  { from: 50, name: '5 50 to 64' },
  { from: 65, name: '6 65 and over' },
] as const satisfies readonly Band[]

/** The band that a number falls into; below the first limit, the first one. */
export function bandOf<Bands extends readonly Band[]>(bands: Bands, value: number): Bands[number] {
  for (let at = bands.length - 1; at > 0; at -= 1) {
    const band = bands[at]
    if (band !== undefined && value >= band.from) return band
  }
  return bands[0] as Bands[number]
}
