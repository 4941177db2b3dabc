import { expect, test } from 'vitest'
import { between } from './count-to.ts'

test('a whole number counts in whole numbers, and arrives exactly', () => {
  const shown = [0, 0.25, 0.5, 0.75, 1].map((share) => between(100, 201, share))

  expect(shown.every(Number.isInteger)).toBe(true)
  expect([shown[0], shown[4]]).toEqual([100, 201])
  expect([...shown].sort((one, other) => one - other)).toEqual(shown)
})

test('a fraction arrives exactly, down too', () => {
  expect(between(0.3, 0.1, 1.7)).toBe(0.1)
  expect(between(0.3, 0.1, 0.5)).toBeGreaterThan(0.1)
})
