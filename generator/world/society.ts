import { type Place } from '../../contracts/place.ts'
import { type WorldPlan } from '../plan.ts'
import { cities, type City, cityAt, placeIn } from './cities.ts'
import { type Currency } from './currencies.ts'
import { type Counterpart } from './happenings.ts'
import { Books } from './books.ts'
import { createNamePools, type NamePool } from './locales.ts'
import { createMerchants, type Merchants } from './merchants.ts'
import { Names } from './names.ts'
import { Population } from './population.ts'
import { hashOf, itemAt, Random } from './random.ts'
import { Whereabouts } from './whereabouts.ts'

/** What everybody of a world shares: its people, shops, banks and books. */
export class Society {
  readonly seed: number
  readonly startMs: number
  readonly population: Population
  readonly whereabouts: Whereabouts
  readonly books: Books
  readonly merchants: Merchants
  readonly names: Names
  readonly pools: (locale: City['country']['locale']) => NamePool
  /** One stream of chance per customer; whoever acts for a customer uses that stream only. */
  readonly random: Random

  constructor({ seed, start, customers, bank }: Omit<WorldPlan, 'phases'>) {
    this.seed = seed
    this.startMs = start
    this.population = new Population(seed, customers)
    this.whereabouts = new Whereabouts(seed, this.population)
    this.books = new Books(customers, (customer) => this.currency(customer))
    this.pools = createNamePools(seed)
    this.merchants = createMerchants(seed, this.pools)
    this.names = new Names(bank)
    this.random = new Random(new Uint32Array(customers * 4))
  }

  home(customer: number): City {
    return cityAt(this.population.home(customer))
  }

  /** Where things happen that need nobody to be there: transfers, direct debits. */
  homePlace(customer: number): Place {
    return itemAt(cityPlaces, this.population.home(customer))
  }

  currency(customer: number): Currency {
    return this.home(customer).country.currency
  }

  /** Somebody whom the customer has paid or been paid by before: the same each time. */
  counterpart(customer: number, relation: Relation): Counterpart {
    const draw = hashOf(this.seed, 'favourites', customer, relations.indexOf(relation))
    const { banks, locale } = this.home(customer).country
    const { given, family } = this.pools(locale)
    const familyName = itemAt(family, draw % family.length)
    const givenName = itemAt(given, (draw >>> 9) % given.length)
    return {
      bank: itemAt(banks, (draw >>> 18) % banks.length),
      name: relationNames[relation].replace('1', givenName).replace('2', familyName),
    }
  }
}

const cityPlaces = cities.map((city) => placeIn(city))

/** What those on the other side are called; `1` is the given and `2` the family name. */
const relationNames = {
  employer: '2 & 1',
  'pension fund': '2 Pension',
  parents: '1 2',
  friend: '1 2',
  relative: '1 2',
  landlord: '1 2',
  energy: '2 Energy',
  telephone: '2 Telecom',
  insurance: '2 Insurance',
  streaming: '2 Play',
  lottery: '2 Lottery',
  self: '1 2',
} as const

/** Who is on the other side of a transfer or direct debit. */
export type Relation = keyof typeof relationNames

const relations = Object.keys(relationNames)
