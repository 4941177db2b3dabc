import {
  base,
  cs_CZ,
  da,
  de,
  de_AT,
  de_CH,
  el,
  en,
  en_AU,
  en_CA,
  en_GB,
  en_IE,
  en_US,
  es,
  Faker,
  fi,
  fr,
  hr,
  hu,
  it,
  ja,
  type LocaleDefinition,
  nb_NO,
  nl,
  nl_BE,
  pl,
  pt_PT,
  sk,
  sv,
  tr,
} from '@faker-js/faker'
import { type LocaleName } from './countries.ts'

/** Names of people of one language. */
export interface NamePool {
  readonly given: readonly string[]
  readonly family: readonly string[]
}

/**
 * Pools of names from faker, drawn when the world is built: faker makes some 400,000 names a second
 * and so has no place where events are made.
 *
 * The seed and the reference date are fixed, because faker's default for both is the moment.
 */
export function createNamePools(seed: number): (locale: LocaleName) => NamePool {
  const made = new Map<LocaleName, NamePool>()
  return (locale) => {
    const known = made.get(locale)
    if (known !== undefined) return known
    const pool = drawPool(locale, seed)
    made.set(locale, pool)
    return pool
  }
}

const givenNames = 240
const familyNames = 480

function drawPool(name: LocaleName, seed: number): NamePool {
  const faker = new Faker({ locale: [locales[name], en, base], seed })
  faker.setDefaultRefDate('2026-01-01T00:00:00.000Z')
  return {
    given: Array.from({ length: givenNames }, () => faker.person.firstName()),
    family: Array.from({ length: familyNames }, () => faker.person.lastName()),
  }
}

const locales: Readonly<Record<LocaleName, LocaleDefinition>> = {
  cs_CZ,
  da,
  de,
  de_AT,
  de_CH,
  el,
  en,
  en_AU,
  en_CA,
  en_GB,
  en_IE,
  en_US,
  es,
  fi,
  fr,
  hr,
  hu,
  it,
  ja,
  nb_NO,
  nl,
  nl_BE,
  pl,
  pt_PT,
  sk,
  sv,
  tr,
}
