import { DeclineReason } from '../../contracts/events/bank-activity.ts'
import { lifestyleList } from '../world/archetypes.ts'
import { categories } from '../world/categories.ts'
import { cityAt } from '../world/cities.ts'
import { convert, fromEuros } from '../world/currencies.ts'
import { type Transaction } from '../world/happenings.ts'
import { type Population } from '../world/population.ts'
import { itemAt } from '../world/random.ts'
import { type Arrival } from './arrival.ts'
import { compareCounts } from './compare.ts'
import { type Comparison } from './comparison.ts'
import { Grid } from './grid.ts'
import { suspicions, suspicionsAbroad, wrongPins } from './outcomes.ts'
import { priceAbove, shareBelow } from './price.ts'

/**
 * How much is declined, by channel and reason, against what had to be expected of each purchase just
 * before its amount was drawn: with the declared distribution of amounts, the limit of the card and
 * what was on the account. Bills are not here, because of them it is certain.
 */
export class DeclinesRow {
  readonly #population: Population
  readonly #declines = new Grid(channels, DeclineReason.options)

  constructor(population: Population) {
    this.#population = population
  }

  /** @param availableMinor what could be spent before */
  add(arrival: Arrival, availableMinor: number): void {
    const { happening, category } = arrival
    if (category === undefined) return
    const channel = channels.indexOf(happening.transaction.channel)
    const chances = this.#chances(arrival, category, availableMinor)
    for (const [reason, chance] of Object.entries(chances)) {
      this.#declines.expect(chance, channel, reasonIndex(reason))
    }
    if (happening.kind === 'declined') {
      this.#declines.count(1, channel, reasonIndex(happening.reason))
    }
  }

  row(): Comparison {
    const claim = { name: 'declines by channel', unit: 'declined', slack: 0.02, blindAbove: 0.2 }
    return compareCounts(claim, this.#declines.cells())
  }

  #chances(
    { customer, setting, happening: { transaction } }: Arrival,
    category: number,
    availableMinor: number,
  ): Readonly<Record<string, number>> {
    const { amounts } = itemAt(lifestyleList, setting.lifestyle)
    const home = cityAt(this.#population.home(customer)).country
    const chanceAbove = (bookedMinor: number) => {
      const limitMinor = convert(Math.max(0, bookedMinor), home.currency, transaction.currency)
      const price = priceAbove(transaction, limitMinor)
      return 1 - shareBelow(price, itemAt(categories, category), amounts)
    }
    const tooMuch = chanceAbove(availableMinor)
    if (transaction.merchant === undefined) return { insufficient_funds: tooMuch }
    const pin = transaction.channel === 'online' ? 0 : wrongPins
    const fraud = suspicionOf(transaction, home.code)
    const limit = chanceAbove(this.#cardLimitMinor(customer, setting.lifestyle))
    return {
      wrong_pin: pin,
      suspected_fraud: (1 - pin) * fraud,
      limit_exceeded: (1 - pin) * (1 - fraud) * limit,
      insufficient_funds: (1 - pin) * (1 - fraud) * Math.max(0, tooMuch - limit),
    }
  }

  #cardLimitMinor(customer: number, lifestyle: number): number {
    const { incomeEuros, home } = this.#population.character(customer)
    const { currency, priceLevel } = cityAt(home).country
    return fromEuros(
      itemAt(lifestyleList, lifestyle).cardLimit * incomeEuros * priceLevel,
      currency,
    )
  }
}

const channels = ['card_present', 'online', 'atm', 'transfer']

function reasonIndex(reason: string): number {
  return DeclineReason.options.findIndex((option) => option === reason)
}

function suspicionOf({ place }: Transaction, home: string): number {
  return place.country === home ? suspicions : suspicionsAbroad
}
