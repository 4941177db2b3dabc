import { type Channel, type DeclineReason } from '../../contracts/events/bank-activity.ts'
import { lifestyleList, type Lifestyle } from './archetypes.ts'
import { categories, type Category, type CategoryName } from './categories.ts'
import { cityAt, cityWeights } from './cities.ts'
import { fromEuros, toBankNotes } from './currencies.ts'
import { type Authorized, current, type Declined, type Happening, type Transaction } from './happenings.ts' // prettier-ignore
import { type Merchant } from './merchants.ts'
import { hashOf, itemAt } from './random.ts'
import { type Society } from './society.ts'
import { spendingPattern } from './spending-pattern.ts'
import { type Transfers } from './transfers.ts'
import { type Stay } from './whereabouts.ts'

/** What customers buy, take from cash machines and send to friends. */
export class Purchases {
  readonly #society: Society
  readonly #transfers: Transfers

  constructor(society: Society, transfers: Transfers) {
    this.#society = society
    this.#transfers = transfers
  }

  /** Something is bought, of the kinds that are bought at this place at this hour. */
  at(customer: number, atMs: number): Happening[] {
    const { random, population, whereabouts } = this.#society
    const stay = whereabouts.at(customer, atMs)
    const local = cityAt(stay.city).clock.localHour(atMs)
    const pattern = spendingPattern(population.lifestyle(customer), local, stay.isAbroad)
    const index = random.weighted(pattern.categoryWeights)
    const category = itemAt(categories, index)
    const lifestyle = this.#lifestyle(customer)
    if (this.#needsMoney(customer, lifestyle)) return this.#transfers.topUp(customer)
    const euros = random.logNormal(category.medianEuros * lifestyle.amounts, category.sigma)
    if (category.channel === 'transfer') return [this.#transfers.toFriend(customer, euros)]
    const seller = this.#merchant(customer, { category, index, stay })
    return [this.#pay(customer, { channel: category.channel, ...seller, euros })]
  }

  /**
   * Something of this category is ordered online: where the customer is at the moment does not
   * matter, so nobody is seen in two places.
   */
  buy(customer: number, name: CategoryName, euros: number): Happening {
    const index = categories.findIndex((category) => category.name === name)
    const city = this.#society.population.home(customer)
    const stay = { city, isAbroad: false, isTravelling: false, untilMs: Infinity }
    const category = itemAt(categories, index)
    const seller = this.#merchant(customer, { category, index, stay })
    return this.#pay(customer, { channel: 'online', ...seller, euros })
  }

  #lifestyle(customer: number): Lifestyle {
    return itemAt(lifestyleList, this.#society.population.lifestyle(customer))
  }

  /** Overdrawn, or too little left for what people buy every day. */
  #needsMoney(customer: number, { providence, amounts }: Lifestyle): boolean {
    const { books, random } = this.#society
    const { currency, priceLevel } = this.#society.home(customer).country
    const everydayMinor = fromEuros(everydayEuros * amounts * priceLevel, currency)
    const isShort =
      books.balance(customer, current) < 0 || books.available(customer) < everydayMinor
    return isShort && random.isTrue(providence)
  }

  #merchant(customer: number, search: Search): { merchant: Merchant; city: number } {
    const { merchants, random, seed } = this.#society
    const { category, index, stay } = search
    const city = category.channel === 'online' ? this.#sellerCity(customer) : stay.city
    const there = merchants.of(city, index)
    if (!random.isTrue(loyalty)) return { merchant: random.pick(there), city }
    const favourite = index * favourites + random.int(0, favourites - 1)
    const draw = hashOf(seed, 'favourites', customer, 1000 + city * 1000 + favourite)
    return { merchant: itemAt(there, draw % there.length), city }
  }

  /** Online most buy in their own country, where the biggest city has the shops. */
  #sellerCity(customer: number): number {
    const { random, population } = this.#society
    return random.isTrue(foreignSellers) ? random.weighted(cityWeights) : population.home(customer)
  }

  #pay(customer: number, { channel, merchant, city, euros }: Payment): Authorized | Declined {
    const { books } = this.#society
    const { currency, priceLevel } = cityAt(city).country
    const exactMinor = Math.max(1, fromEuros(euros * priceLevel, currency))
    const transaction: Transaction = {
      sequence: books.nextSequence(customer),
      account: current,
      direction: 'debit',
      amountMinor: channel === 'atm' ? toBankNotes(exactMinor, currency) : exactMinor,
      currency,
      channel,
      place: merchant.place,
      merchant,
    }
    const reason = this.#refusal(customer, transaction)
    if (reason !== undefined) return { kind: 'declined', transaction, reason }
    return books.authorize(customer, transaction)
  }

  #refusal(customer: number, transaction: Transaction): DeclineReason | undefined {
    const { books, random } = this.#society
    const { channel, place } = transaction
    const isAbroad = place.country !== this.#society.home(customer).country.code
    if (channel !== 'online' && random.isTrue(wrongPins)) return 'wrong_pin'
    if (random.isTrue(isAbroad ? suspicionsAbroad : suspicions)) return 'suspected_fraud'
    const bookedMinor = books.booked(customer, transaction)
    if (bookedMinor > this.#cardLimit(customer)) return 'limit_exceeded'
    return bookedMinor > books.available(customer) ? 'insufficient_funds' : undefined
  }

  #cardLimit(customer: number): number {
    const { priceLevel, currency } = this.#society.home(customer).country
    const { incomeEuros } = this.#society.population.character(customer)
    return fromEuros(this.#lifestyle(customer).cardLimit * incomeEuros * priceLevel, currency)
  }
}

interface Search {
  readonly category: Category
  readonly index: number
  readonly stay: Stay
}

interface Payment {
  readonly channel: Channel
  readonly merchant: Merchant
  readonly city: number
  readonly euros: number
}

/** How often people go where they always go, and how many such places they have of a kind. */
const loyalty = 0.7
const favourites = 3
/** What most purchases cost less than. */
const everydayEuros = 40
const foreignSellers = 0.16
const wrongPins = 0.004
const suspicions = 0.0008
const suspicionsAbroad = 0.008
