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

/** For series whose saved object names no colour. */
const palette = ['#3D6FE0', '#2A9D8F', '#E3A53B', '#D9485F', '#8A63D2', '#4BA3C7', '#7D8AA0']

export function colourAt(position: number): string {
  return palette[position % palette.length] ?? '#7D8AA0'
}
