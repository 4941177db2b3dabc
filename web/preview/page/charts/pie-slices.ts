import type { PiePicture, Slice } from '../../../../dashboards/panels/picture.ts'
import { colourAt, restColour } from './chart-colours.ts'

/** A slice as it is drawn. */
export interface DrawnSlice extends Slice {
  readonly colour: string
  /** Of the whole, 0 to 1; null of a whole of nothing. */
  readonly share: number | null
}

const slicesMax = 12

/**
 * At most 12 slices: what is smaller than the eleven largest is one, `Other`, which cannot be
 * chosen. They stay in the order in which they came.
 */
export function drawnSlices({ slices }: PiePicture): DrawnSlice[] {
  const total = totalOf(slices)
  const shareOf = ({ value }: Slice) => (total > 0 ? Math.max(0, value ?? 0) / total : null)
  const coloured = slices.map((slice, position) => ({
    ...slice,
    colour: slice.colour ?? colourAt(position),
    share: shareOf(slice),
  }))
  if (slices.length <= slicesMax) return coloured
  const bySize = [...coloured].sort((one, other) => (other.value ?? 0) - (one.value ?? 0))
  const largest = new Set(bySize.slice(0, slicesMax - 1))
  const others = coloured.filter((slice) => !largest.has(slice))
  const value = others.reduce((sum, slice) => sum + (slice.value ?? 0), 0)
  const rest: Slice = { label: 'Other', narrowing: null, value }
  return [
    ...coloured.filter((slice) => largest.has(slice)),
    { ...rest, colour: restColour, share: shareOf(rest) },
  ]
}

/** Of what can be drawn: a slice cannot be less than nothing. */
export function totalOf(slices: readonly Slice[]): number {
  return slices.reduce((sum, { value }) => sum + Math.max(0, value ?? 0), 0)
}
