import { describe, expect, test } from 'vitest'
import { bucketFormatter, numberFormatter, tickFormatter } from './format.ts'

const plain = { decimalsMin: 0, decimalsMax: 2, unit: { kind: 'none' } } as const

/** Intl writes narrow and unbreakable spaces, which a reader of this file cannot tell apart. */
function spaced(text: string): string {
  return text.replace(/\s/g, ' ')
}

describe('numberFormatter', () => {
  test.each([
    ['en-GB', 1234567.891, '1,234,567.89'],
    ['de-DE', 1234567.891, '1.234.567,89'],
    ['fr-FR', 1234567.891, '1 234 567,89'],
    ['en-GB', 0, '0'],
    ['en-GB', null, '–'],
  ])('writes as the reader of %s does: %s', (locale, value, expected) => {
    expect(spaced(numberFormatter(plain, { locale })(value))).toBe(expected)
  })

  test.each([
    [{ kind: 'currency', code: 'EUR' }, '€1,234.50'],
    [{ kind: 'percent' }, '123,450%'],
    [{ kind: 'affix', before: '~', after: ' ms' }, '~1,234.50 ms'],
  ] as const)('writes the unit %j', (unit, expected) => {
    const format = { decimalsMin: unit.kind === 'percent' ? 0 : 2, decimalsMax: 2, unit }

    expect(numberFormatter(format, { locale: 'en-GB' })(1234.5)).toBe(expected)
  })

  test('is short on an axis', () => {
    const write = numberFormatter(plain, { isShort: true, locale: 'en-GB' })

    expect([1500, 2_000_000].map(write)).toEqual(['1.5k', '2m'])
  })
})

describe('times', () => {
  const time = new Date(2026, 10, 21, 6, 30).getTime()
  const midnight = new Date(2026, 10, 21).getTime()
  const hourMs = 3_600_000

  test('on an axis are days at midnight and clock times between', () => {
    const write = tickFormatter(24 * hourMs, 'en-GB')

    expect([time, midnight].map(write)).toEqual(['06:30', '21 Nov'])
  })

  test('of a bucket are from where to where it goes', () => {
    expect(spaced(bucketFormatter(hourMs / 2, 'en-GB')(time))).toBe('Sat 21 Nov, 06:30–07:00')
    expect(spaced(bucketFormatter(24 * hourMs, 'en-GB')(midnight))).toBe('Sat 21 Nov')
  })
})
