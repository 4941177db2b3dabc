import { historyRate, type WorldPlan } from '../plan.ts'
import { dayMs } from '../world/calendar.ts'
import { drawPanel, panelHeight, panelWidth } from './balance-panel.ts'
import { weeklyBalances } from './weekly-balances.ts'

const customers = 1200
const start = Date.UTC(2026, 0, 5)

/** The world of docs/images/archetype-balances.svg: a year at the rate at which people live. */
export const pictured: { readonly plan: WorldPlan; readonly untilMs: number } = {
  plan: {
    seed: 1,
    start,
    customers,
    phases: [{ from: start, perSecond: historyRate(customers), rhythm: 'daily' }],
  },
  untilMs: start + 365 * dayMs,
}

/**
 * Draws what the customers of each archetype have, week by week: the median and the middle half,
 * each archetype with a scale of its own. Plays the world for it, some 15 s for `pictured`.
 *
 * @param untilMs end of the play, epoch ms
 * @returns an SVG of at most 60 kB, light or dark as its reader prefers; for the same plan the same
 */
export function balancesPicture(plan: WorldPlan, untilMs: number): string {
  const archetypes = weeklyBalances(plan, untilMs)
  const rows = Math.ceil(archetypes.length / columns)
  const height = headHeight + rows * (panelHeight + gap) - gap + margin
  const panels = archetypes.map((balances, index) => {
    const x = margin + (index % columns) * (panelWidth + gap)
    const y = headHeight + Math.floor(index / columns) * (panelHeight + gap)
    return `<g transform="translate(${x} ${y})">\n${drawPanel(balances)}\n</g>`
  })
  const told = `${plan.customers.toLocaleString('en')} simulated customers, ${dateOf(plan.start)} to ${dateOf(untilMs)}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">Balances of the archetypes, week by week</title>
<desc id="description">${told}. ${archetypes.map(inWords).join(' ')}</desc>
<style>${style}</style>
<rect class="ground" width="${width}" height="${height}"/>
<text class="title" x="${margin}" y="40">What each archetype has, week by week</text>
<text class="muted" x="${margin}" y="62">Current and savings accounts together, in EUR: <tspan class="key">━</tspan> the median, <tspan class="band-key">■</tspan> the middle half. ${told}.</text>
${panels.join('\n')}
</svg>
`
}

const columns = 3
const gap = 16
const margin = 24
const headHeight = 82
const width = 2 * margin + columns * panelWidth + (columns - 1) * gap

const style = `
text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: #111827; }
.ground { fill: #f5f6f8; }
.panel { fill: #fff; stroke: #e3e7ed; }
.title { font-size: 20px; font-weight: 600; }
.name { font-size: 14px; font-weight: 600; }
.muted, .tick { fill: #5d6879; }
.tick { font-size: 11px; font-variant-numeric: tabular-nums; }
.grid { stroke: #e3e7ed; }
.zero { stroke: #5d6879; }
.band { fill: #3563d6; fill-opacity: 0.16; }
.median { fill: none; stroke: #3563d6; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.key { fill: #3563d6; font-weight: 700; }
.band-key { fill: #3563d6; fill-opacity: 0.3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e8ecf2; }
  .ground { fill: #0d1117; }
  .panel { fill: #151b23; stroke: #262e39; }
  .muted, .tick { fill: #93a0b2; }
  .grid { stroke: #262e39; }
  .zero { stroke: #93a0b2; }
  .band { fill: #86a9ff; fill-opacity: 0.2; }
  .median { stroke: #86a9ff; }
  .key { fill: #86a9ff; }
  .band-key { fill: #86a9ff; fill-opacity: 0.4; }
}
`

function inWords({ archetype, weeks }: ReturnType<typeof weeklyBalances>[number]): string {
  const [first = 0, last = 0] = [weeks[0], weeks.at(-1)].map((week) =>
    Math.round(week?.median ?? 0),
  )
  return `${archetype.replaceAll('_', ' ')}: the median goes from ${first} to ${last} EUR.`
}

function dateOf(ms: number): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Date(ms).toLocaleDateString('en-GB', options)
}
