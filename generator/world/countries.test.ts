import { expect, test } from 'vitest'
import { countryNames } from '../../contracts/countries.ts'
import { countries } from './countries.ts'

test('every country of the world has a name that people read', () => {
  expect(Object.keys(countryNames)).toEqual(Object.keys(countries).sort())
})
