import { dayOf, dayMs } from '../world/calendar.ts'
import { type ValueAxis, valueAxisOf } from './value-axis.ts'
import { type ArchetypeBalances, type Quartiles } from './weekly-balances.ts'

/** In px of the picture. */
export const panelWidth = 296
export const panelHeight = 244

const plot = { left: 64, right: panelWidth - 16, top: 78, bottom: panelHeight - 30 }

/** The balances of one archetype: elements of SVG, from the corner at the top left. */
export function drawPanel({ archetype, customers, weeks }: ArchetypeBalances): string {
  const axis = valueAxisOf(weeks.flatMap(({ lower, upper }) => [lower, upper]))
  const scales = scalesOf(weeks, axis)
  const words = archetype.replaceAll('_', ' ')
  const name = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
  return [
    `<rect class="panel" width="${panelWidth}" height="${panelHeight}" rx="10"/>`,
    `<text class="name" x="16" y="27">${name}</text>`,
    `<text class="muted" x="16" y="46">${customers} customers, median ${euros(weeks[0])} → ${euros(weeks.at(-1))}</text>`,
    `<text class="tick" x="${plot.left - 8}" y="${plot.top - 12}" text-anchor="end">EUR</text>`,
    ...axis.ticks.map((tick) => valueTick(tick, scales.y(tick))),
    ...monthTicks(weeks, scales.x),
    `<path class="band" d="${bandOf(weeks, scales)}"/>`,
    `<path class="median" d="${lineOf(weeks.map(({ atMs, median }) => [scales.x(atMs), scales.y(median)]))}"/>`,
  ].join('\n')
}

interface Scales {
  readonly x: (atMs: number) => number
  readonly y: (euros: number) => number
}

function scalesOf(weeks: readonly Quartiles[], { lowest, highest }: ValueAxis): Scales {
  const from = weeks[0]?.atMs ?? 0
  const span = Math.max(1, (weeks.at(-1)?.atMs ?? 0) - from)
  const { left, right, top, bottom } = plot
  return {
    x: (atMs) => left + ((atMs - from) / span) * (right - left),
    y: (value) => bottom - ((value - lowest) / (highest - lowest)) * (bottom - top),
  }
}

function valueTick(value: number, y: number): string {
  const at = px(y)
  return `<line class="${value === 0 ? 'zero' : 'grid'}" x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}"/><text class="tick" x="${plot.left - 8}" y="${px(y + 4)}" text-anchor="end">${value.toLocaleString('en')}</text>`
}

/** The first days of quarters, by their months. */
function monthTicks(weeks: readonly Quartiles[], x: Scales['x']): string[] {
  const [from, to] = [weeks[0]?.atMs ?? 0, weeks.at(-1)?.atMs ?? 0]
  const days = Array.from({ length: Math.floor((to - from) / dayMs) }, (_, day) =>
    Math.ceil(from / dayMs + day),
  )
  return days
    .map((day) => ({ ...dayOf(day), atMs: day * dayMs }))
    .filter(({ day, month }) => day === 1 && month % 3 === 1)
    .map(({ month, atMs }) => {
      const at = px(x(atMs))
      return `<line class="grid" x1="${at}" x2="${at}" y1="${plot.bottom}" y2="${plot.bottom + 5}"/><text class="tick" x="${at}" y="${plot.bottom + 18}" text-anchor="middle">${monthNames[month - 1] ?? ''}</text>`
    })
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] // prettier-ignore

/** Along the upper quartiles and back along the lower ones. */
function bandOf(weeks: readonly Quartiles[], { x, y }: Scales): string {
  const upper = weeks.map(({ atMs, upper: value }): Point => [x(atMs), y(value)])
  const lower = weeks.map(({ atMs, lower: value }): Point => [x(atMs), y(value)])
  return `${lineOf([...upper, ...lower.reverse()])}Z`
}

type Point = readonly [x: number, y: number]

function lineOf(points: readonly Point[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${px(x)} ${px(y)}`).join('')
}

/** A tenth of a pixel is as fine as anybody sees. */
function px(value: number): string {
  return String(Number(value.toFixed(1)))
}

function euros(week: Quartiles | undefined): string {
  return Math.round(week?.median ?? 0).toLocaleString('en')
}
