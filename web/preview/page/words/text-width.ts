/** How wide a text is, in ems. */
export type MeasureText = (text: string) => number

/**
 * Asks the browser, for where a text must not be cut off.
 *
 * @param font of CSS, at 100 pixels.
 */
export function measureIn(font: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return (text) => textWidth(text, 1)
  context.font = font
  return (text) => context.measureText(text).width / 100
}

/**
 * About how wide a text is, in pixels; rather too wide than too narrow. Enough to decide what fits,
 * without asking the browser, which would have to lay the page out for every label.
 */
export function textWidth(text: string, sizePx: number): number {
  let ems = 0
  for (const character of text) ems += widthOf(character)
  return ems * sizePx
}

/** Of a character in ems, in the wider fonts of systems. */
function widthOf(character: string): number {
  if (/[.,:;'’|!il\s\u202f]/.test(character)) return 0.32
  // From here on in Unicode, scripts of east Asia, which are as wide as they are high.
  return character.charCodeAt(0) >= 0x2e80 ? 1.05 : 0.64
}
