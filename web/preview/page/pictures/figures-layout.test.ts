import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FigureTexts, figuresLayout } from './figures-layout.ts'

/** Every character is half as wide as it is high. */
const measure = (text: string) => text.length / 2
const newest: FigureTexts = {
  label: 'Newest event',
  writings: ['22 Nov 2026, 02:17:00', '22 Nov, 02:17', '22/11, 02:17'],
}
const figures = ['320,123', '€12,345,678.90', '4,998', '€131.25'].map((text): FigureTexts => ({
  label: 'Sum',
  writings: [text],
}))

describe('figuresLayout', () => {
  test('stands in one row where there is room', () => {
    const layout = figuresLayout(figures, { widthPx: 1400, heightPx: 120, measure })

    expect(layout).toMatchObject({ columns: 4, sizePx: 32 })
  })

  test('stands in more rows rather than in small figures', () => {
    const layout = figuresLayout(figures, { widthPx: 480, heightPx: 130, measure })

    expect(layout.columns).toBe(2)
    expect(layout.sizePx).toBeGreaterThan(22)
  })

  test.each([
    [400, '22 Nov 2026, 02:17:00'],
    [130, '22 Nov, 02:17'],
  ])('shows a date as long as fits into %i pixels: %s', (widthPx, expected) => {
    const layout = figuresLayout([newest], { widthPx, heightPx: 120, measure })

    expect(layout.texts).toEqual([expected])
  })

  test('is readable and never wider than its room, if anything is', () => {
    const room = { widthPx: fc.integer({ min: 40, max: 2000 }), heightPx: fc.integer({ min: 20, max: 400 }) } // prettier-ignore
    fc.assert(
      fc.property(fc.record(room), ({ heightPx, widthPx }) => {
        const { columns, sizePx, texts } = figuresLayout([newest, ...figures], { widthPx, heightPx, measure }) // prettier-ignore

        expect(sizePx).toBeGreaterThanOrEqual(13)
        expect(sizePx).toBeLessThanOrEqual(32)
        const widest = Math.max(...texts.map(measure)) * sizePx
        if (sizePx > 13) expect(widest * columns).toBeLessThanOrEqual(widthPx)
      }),
    )
  })
})
