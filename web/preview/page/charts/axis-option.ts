import type { Axis } from '../../../../dashboards/panels/picture.ts'
import type { ChartColours } from './chart-colours.ts'
import { durationStep } from '../words/duration.ts'
import { numberFormatter, tickFormatter } from '../words/format.ts'
import { textWidth } from '../words/text-width.ts'
import { timeTicks } from './time-ticks.ts'

/** Of the chart, in pixels. */
export interface ChartSize {
  readonly width: number
  readonly height: number
}

export const chartFont = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'

/** Of the labels of axes, in pixels. */
export const labelSize = 11

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** The axis of time, with as many labels as there is room for. */
export function timeAxis({ fromMs, toMs }: Span, width: number, colours: ChartColours) {
  const tick = tickFormatter(toMs - fromMs)
  const midnight = new Date(fromMs).setHours(0, 0, 0, 0)
  const widest = Math.max(...[fromMs, midnight].map((time) => textWidth(tick(time), labelSize)))
  const countMax = Math.max(2, Math.floor((width - 60) / (widest + 24)))
  return {
    type: 'time' as const,
    min: fromMs,
    max: toMs,
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: {
      color: colours.muted,
      fontSize: labelSize,
      hideOverlap: true,
      customValues: timeTicks(fromMs, toMs, countMax),
      formatter: tick,
    },
  }
}

/**
 * An axis of figures, with labels about 40 pixels apart, short for long figures.
 *
 * @param largest figure on it: lengths of time are labelled in steps that people count in
 */
export function valueAxis(
  axis: Axis,
  { height }: ChartSize,
  colours: ChartColours,
  largest: number,
) {
  const { format, label, maximum, minimum, side } = axis
  const splitNumber = Math.max(2, Math.min(5, Math.floor(height / 44)))
  const step = format.unit.kind === 'duration' ? durationStep(largest, splitNumber, format.unit.ms) : undefined // prettier-ignore
  // Otherwise it would end where a round number is.
  const end = step === undefined ? maximum : (maximum ?? Math.ceil(largest / step) * step)
  return {
    type: 'value' as const,
    position: side,
    ...(label === '' ? {} : axisName(label, side, colours)),
    ...(minimum === null ? {} : { min: minimum }),
    ...(end === null ? {} : { max: end }),
    splitNumber,
    ...(step === undefined ? {} : { interval: step }),
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: {
      color: colours.muted,
      fontSize: labelSize,
      hideOverlap: true,
      formatter: numberFormatter(format, { isShort: true }),
    },
  }
}

/** Above the axis and over the plot, so that it takes no width. */
function axisName(name: string, side: Axis['side'], colours: ChartColours) {
  return {
    name,
    nameGap: 10,
    nameTextStyle: { color: colours.muted, fontSize: labelSize, align: side },
  }
}

/** Room above the plot for the names of axes. */
export function topOf(axes: readonly Axis[]): number {
  return axes.some(({ label }) => label !== '') ? 26 : 12
}
