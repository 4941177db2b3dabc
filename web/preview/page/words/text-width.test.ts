import { describe, expect, test } from 'vitest'
import { textWidth } from './text-width.ts'

describe('textWidth', () => {
  test('grows with the size', () => {
    expect(textWidth('Paris', 22)).toBeCloseTo(2 * textWidth('Paris', 11))
  })

  test('is larger for wide characters than for narrow ones', () => {
    expect(textWidth('東京都', 11)).toBeGreaterThan(textWidth('abc', 11))
    expect(textWidth('ill', 11)).toBeLessThan(textWidth('abc', 11))
  })
})
