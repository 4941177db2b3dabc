import { categories, type Category } from './categories.ts'
import { cityAt, type City, placeIn } from './cities.ts'
import { type LocaleName } from './countries.ts'
import { type Place } from '../../contracts/place.ts'
import { type NamePool } from './locales.ts'
import { signOf } from './merchant-names.ts'
import { itemAt, Random } from './random.ts'

/** Who is paid, and where that is. */
export interface Merchant {
  /** As events tell it. */
  readonly description: {
    readonly id: string
    readonly name: string
    /** ISO 18245. */
    readonly mcc: string
  }
  readonly place: Place
}

/** Every merchant, by the city and the category in which they are looked for. */
export interface Merchants {
  /** @returns none for a category that is paid to people */
  of(city: number, category: number): readonly Merchant[]
}

/**
 * The merchants of a world, opened where somebody looks for them first. They depend on nothing but
 * the seed, so it does not matter who that is.
 *
 * @param namesOf people of a country, who give the shops their names
 */
export function createMerchants(
  seed: number,
  namesOf: (locale: LocaleName) => NamePool,
): Merchants {
  const opened: (readonly Merchant[])[] = []
  const random = new Random()
  return {
    of(cityIndex, index) {
      return (opened[cityIndex * categories.length + index] ??= openMerchants({
        city: cityAt(cityIndex),
        category: itemAt(categories, index),
        index,
        names: namesOf(cityAt(cityIndex).country.locale),
        random: random.begin(seed, 'merchants', cityIndex, index),
      }))
    },
  }
}

interface Opening {
  readonly city: City
  readonly category: Category
  readonly index: number
  readonly names: NamePool
  readonly random: Random
}

function openMerchants(opening: Opening): readonly Merchant[] {
  const { city, category } = opening
  const scale = Math.max(1, Math.sqrt(city.weight / 10))
  return Array.from({ length: Math.ceil(category.merchants * scale) }, (_, number) =>
    openMerchant(opening, number),
  )
}

/** Most within a few kilometres of the centre. */
const spreadDegrees = 0.02

function openMerchant({ city, category, index, names, random }: Opening, number: number): Merchant {
  const offset = {
    lat: random.normal() * spreadDegrees,
    lon: random.normal() * spreadDegrees * 1.4,
  }
  return {
    description: {
      id: `m-${pad(city.index, 2)}${pad(index, 2)}${pad(number, 2)}`,
      name: signOf(category.name, city.country.locale, random.pick(names.family)),
      mcc: random.pick(category.mccs),
    },
    place: placeIn(city, offset),
  }
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0')
}
