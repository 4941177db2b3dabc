/** The colours of the page that a chart needs, as they are in the theme of this moment. */
export interface ChartColours {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly panel: string
}

export function readColours(): ChartColours {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    text: read('--text'),
    muted: read('--muted'),
    line: read('--line'),
    panel: read('--panel'),
  }
}

/**
 * For series whose saved object names no colour: told apart by the colour-blind, and 3:1 from a
 * light and from a dark ground, as those of dashboards/colours.ts.
 */
const palette = ['#2F6FD6', '#F06B11', '#AA4C79', '#848EC6', '#A65327', '#D87779']

/** For what stands for the rest: in no palette, so that it is never taken for a series. */
export const restColour = '#7D8AA0'

export function colourAt(position: number): string {
  return palette[position % palette.length] ?? restColour
}

/** From the colour at the line to next to none at the foot of an area. */
export function areaColour(colour: string) {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return colour
  const colorStops = [
    { offset: 0, color: colour },
    { offset: 1, color: `${colour}14` },
  ]
  return { type: 'linear' as const, x: 0, y: 0, x2: 0, y2: 1, colorStops }
}
