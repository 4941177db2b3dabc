import { type SavedObject } from '../saved-object.ts'
import { quoted, type Series } from './series.ts'
import { type PanelNames, visualization } from './visualization.ts'

interface TimelionOptions extends PanelNames {
  /** Later ones are drawn over earlier ones. */
  readonly plots: readonly Plot[]
  readonly axis?: Axis
}

/** A series and how it looks. */
interface Plot {
  readonly label: string
  readonly series: Series
  readonly colour: string
  /** Of the line, in pixels; 0 and a fill draw an area without a line. */
  readonly width?: number
  /** How much the area below is filled, 0 to 10. */
  readonly fill?: number
  /** Bars, stacked, instead of a line. */
  readonly isBars?: boolean
}

interface Axis {
  readonly min?: number
  /** As Timelion names them: `currency:EUR`, `custom::%`. */
  readonly units?: string
}

/** A Timelion chart: series over time, and what is calculated from them. */
export function timelion({ plots, axis = {}, ...names }: TimelionOptions): SavedObject {
  // Said once, it holds for every series of that axis.
  const axisCall = `.yaxis(${['1', ...Object.entries(axis).map(argument)].join(', ')})`
  const expression = `${plots.map(drawn).join(', ')}${axisCall}`
  return visualization(names, { type: 'timelion', params: { expression, interval: 'auto' } })
}

function drawn({ label, series, colour, width = 2, fill = 0, isBars = false }: Plot): string {
  const mark = isBars ? 'bars(stack=true)' : `lines(width=${width}, fill=${fill})`
  return `${series.expression}.${mark}.color(${quoted(colour)}).label(${quoted(label)})`
}

function argument([name, value]: readonly [string, string | number]): string {
  return `${name}=${typeof value === 'number' ? value : quoted(value)}`
}
