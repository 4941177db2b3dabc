import { describe, expect, test } from 'vitest'
import { bucketFormatter, numberFormatter, tickFormatter, writings } from './format.ts'

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
    ['en-US', 1234567.891, '1,234,567.89'],
    ['ja-JP', 1234567.891, '1,234,567.89'],
    ['ar-EG', 1234567.891, '١٬٢٣٤٬٥٦٧٫٨٩'],
    ['en-GB', 0, '0'],
    ['en-GB', null, '–'],
  ])('writes as the reader of %s does: %s', (locale, value, expected) => {
    expect(spaced(numberFormatter(plain, { locale })(value))).toBe(expected)
  })

  test.each([
    [{ kind: 'currency', code: 'EUR' }, '€1,234.50'],
    [{ kind: 'percent' }, '123,450%'],
    [{ kind: 'affix', before: '~', after: ' ms' }, '~1,234.50 ms'],
    [{ kind: 'duration', ms: 1 }, '1.23 s'],
  ] as const)('writes the unit %j', (unit, expected) => {
    const format = { decimalsMin: unit.kind === 'percent' ? 0 : 2, decimalsMax: 2, unit }

    expect(numberFormatter(format, { locale: 'en-GB' })(1234.5)).toBe(expected)
  })

  test('is short on an axis', () => {
    const write = numberFormatter(plain, { isShort: true, locale: 'en-GB' })

    expect([15_000, 2_000_000].map(write)).toEqual(['15k', '2m'])
    expect([0.05, 0.1, 1_250_000].map(write)).toEqual(['0.05', '0.1', '1.25m'])
  })

  test.each([
    [1180, '1,180'],
    [9999.4, '9,999'],
    [9999.7, '10k'],
    [-9876, '-9,876'],
    [-98_765, '-98.8k'],
    [12.345, '12.3'],
    [99.96, '100'],
  ])('is whole even on an axis below 10,000: %s', (value, text) => {
    expect(numberFormatter(plain, { isShort: true, locale: 'en-GB' })(value)).toBe(text)
  })

  test.each([
    ['en-US', '€1.2M'],
    ['de-DE', '1,2 Mio. €'],
    ['ja-JP', '€120万'],
    ['ar-EG', '١٫٢ مليون €'],
  ])('writes long amounts shortly for %s: %s', (locale, expected) => {
    const format = { ...plain, unit: { kind: 'currency', code: 'EUR' } } as const
    const text = numberFormatter(format, { isShort: true, locale })(1_200_000)

    // Marks of direction, which nobody sees.
    expect(spaced(text.replace(/[\u200e\u200f]/g, ''))).toBe(expected)
  })

  test.each([
    [0, '0B'],
    [1023, '1,023B'],
    [1536, '1.5 kB'],
    [1024 ** 3, '1 GB'],
    [5000 * 1024 ** 4, '5,000 TB'],
  ])('writes %i bytes in steps of 1,024: %s', (value, expected) => {
    const format = { ...plain, unit: { kind: 'bytes' } } as const

    expect(spaced(numberFormatter(format, { locale: 'en-GB' })(value))).toBe(expected)
  })
})

describe('writings', () => {
  const time = new Date(2026, 10, 22, 2, 17, 5).getTime()

  test.each([
    ['en-GB', ['22 Nov 2026, 02:17:05', '22 Nov, 02:17:05', '22 Nov, 02:17', '22/11, 02:17']],
    ['de-DE', ['22.11.2026, 02:17:05', '22. Nov., 02:17:05', '22. Nov., 02:17', '22.11., 02:17']],
    ['ja-JP', ['2026/11/22 2:17:05', '11月22日 02:17:05', '11月22日 02:17', '11/22 02:17']],
  ])('of a moment are shorter and shorter for %s', (locale, expected) => {
    const format = { ...plain, unit: { kind: 'time' } } as const

    expect(writings(format, time, locale).map(spaced)).toEqual(expected)
  })

  test('of a number is the whole of it', () => {
    expect(writings(plain, 1234.5, 'en-GB')).toEqual(['1,234.5'])
    expect(writings(plain, null)).toEqual(['–'])
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
