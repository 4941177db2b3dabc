import { element } from './element.ts'

/** A small square in the colour of a series. */
export function swatch(colour: string): HTMLElement {
  const square = element('i', { class: 'swatch', 'aria-hidden': 'true' })
  square.style.backgroundColor = colour
  return square
}
