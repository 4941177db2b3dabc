import { type MeasureText, textWidth } from '../words/text-width.ts'

/** A figure's texts, the longest first, and its name. */
export interface FigureTexts {
  readonly label: string
  readonly writings: readonly [string, ...string[]]
}

export interface FiguresLayout {
  readonly columns: number
  /** Of the figures, in pixels. */
  readonly sizePx: number
  /** One for each figure. */
  readonly texts: readonly string[]
}

interface Room {
  readonly widthPx: number
  /** Infinite where the panel is as high as it needs. */
  readonly heightPx: number
  /** How wide a text is in the font of the figures, in ems. */
  readonly measure: MeasureText
}

const sizeMaxPx = 32
const sizeComfortablePx = 20
/** Smaller, a figure is shown shorter if it can be. */
const sizeGoodPx = 17
const sizeMinPx = 13
const gapPx = 24
const labelPx = 13

/** How figures stand so that they are as large as there is room for; short ones when there is little. */
export function figuresLayout(figures: readonly FigureTexts[], room: Room): FiguresLayout {
  const lengths = Math.max(1, ...figures.map(({ writings }) => writings.length))
  let best: FiguresLayout | undefined
  for (let length = 0; length < lengths; length += 1) {
    const texts = figures.map(({ writings }) => writings[Math.min(length, writings.length - 1)] ?? '') // prettier-ignore
    for (let columns = figures.length; columns >= 1; columns -= 1) {
      const sizePx = sizeOf(figures, texts, columns, room)
      if (best === undefined || comfort(sizePx) > comfort(best.sizePx))
        best = { columns, sizePx, texts }
    }
    if (best !== undefined && best.sizePx >= sizeGoodPx) break
  }
  if (best === undefined) return { columns: 1, sizePx: sizeMinPx, texts: [] }
  return { ...best, sizePx: Math.max(sizeMinPx, best.sizePx) }
}

/** From some size on, fewer rows are better than larger figures. */
function comfort(sizePx: number): number {
  return Math.min(sizePx, sizeComfortablePx)
}

/** May be too small to be read; the largest of them is the best all the same. */

function sizeOf(
  figures: readonly FigureTexts[],
  texts: readonly string[],
  columns: number,
  { heightPx, measure, widthPx }: Room,
): number {
  const columnPx = widthPx / columns - (columns === 1 ? 0 : gapPx)
  const rowPx = heightPx / Math.ceil(figures.length / columns)
  const widestEm = Math.max(...texts.map((text) => measure(text)))
  const labelLines = Math.max(
    ...figures.map(({ label }) => Math.ceil(textWidth(label, labelPx) / Math.max(1, columnPx))),
  )
  const byHeight = (rowPx - labelLines * labelPx * 1.4) / 1.3
  return Math.floor(Math.min(sizeMaxPx, columnPx / widestEm, byHeight))
}
