import { bucketsOf, labelsOf, metricsOf } from '../../dashboards/panels/aggregation.ts'
import { type DashboardModel, type PanelModel } from '../../dashboards/panels/dashboard-model.ts'
import { type PanelPlace, type TextBlock } from '../../dashboards/panels/picture.ts'

export interface PlacedPanel {
  readonly panel: PanelModel
  readonly place: PanelPlace
}

/**
 * Where the panels of a dashboard stand on the page: as in Kibana, but that what the page around
 * them says already is left out, to the width of its neighbours, and that a row of short panels is
 * as high as they need. Known before any figures, so that nothing jumps when they come.
 */
export function placedPanels(
  dashboard: DashboardModel,
  dashboardIds: readonly string[],
): PlacedPanel[] {
  const placed: PlacedPanel[] = []
  let y = 0
  for (const band of bandsOf(dashboard.panels)) {
    const left = band.filter((panel) => !isSaidByPage(panel, dashboard, dashboardIds))
    const top = Math.min(...band.map(({ place }) => place.y))
    const isRow = new Set(band.map(({ place: { y: from, h } }) => `${from} ${h}`)).size === 1
    const here = isRow ? row(left, band) : band.map((panel) => ({ panel, place: panel.place }))
    placed.push(...here.map(({ panel, place }) => ({ panel, place: { ...place, y: y + place.y - top } }))) // prettier-ignore
    y += Math.max(0, ...here.map(({ place }) => place.y - top + place.h))
  }
  return placed
}

/** From top to bottom, those together that stand beside each other. */
function bandsOf(panels: readonly PanelModel[]): PanelModel[][] {
  const bands: PanelModel[][] = []
  let bottom = 0
  for (const panel of panels.toSorted((one, other) => one.place.y - other.place.y)) {
    const { h, y } = panel.place
    const band = bands.at(-1)
    if (band === undefined || y >= bottom) bands.push([panel])
    else band.push(panel)
    bottom = Math.max(bottom, y + h)
  }
  return bands
}

/** Those that are left of a row share the width of all, in their proportions. */
function row(left: readonly PanelModel[], all: readonly PanelModel[]): PlacedPanel[] {
  const inOrder = left.toSorted((one, other) => one.place.x - other.place.x)
  const widthOf = (panels: readonly PanelModel[]) => panels.reduce((sum, { place }) => sum + place.w, 0) // prettier-ignore
  const [width, widthLeft] = [widthOf(all), widthOf(left)]
  const isWhole = left.length === all.length
  const first = Math.min(...all.map(({ place }) => place.x))
  const edge = (count: number) =>
    first + Math.round((widthOf(inOrder.slice(0, count)) * width) / widthLeft)
  const height = Math.max(...left.map(heightOf))
  return inOrder.map((panel, position) => {
    const { place } = panel
    const across = isWhole ? {} : { x: edge(position), w: edge(position + 1) - edge(position) }
    return { panel, place: { ...place, ...across, h: height } }
  })
}

/** In rows of the grid, of 28 pixels each, of which head and edges take 70 of a panel. */
const rowPx = 28
/** Of a line of large figures, or of two lines of controls. */
const shortHeight = 5
/** In columns: less, and they need another line. */
const figureWidth = 6
const controlWidth = 9

/** What a panel needs whose size does not depend on its figures; all others, what they have. */
function heightOf({ content, place: { h, w } }: PanelModel): number {
  if (content.kind === 'metric') {
    return metricsOf(content.aggregations).length * figureWidth <= w ? Math.min(h, shortHeight) : h
  }
  if (content.kind === 'input_control_vis') {
    return content.controls.length * controlWidth <= 2 * w ? Math.min(h, shortHeight) : h
  }
  if (content.kind !== 'table') return h
  const buckets = bucketsOf(content.aggregations)
  const rows = buckets.reduce((count, bucket) => count * labelsOf(bucket).length, 1)
  return rows === 0 ? h : Math.min(h, Math.ceil(((rows + 1) * rowPx + 70) / rowPx))
}

/** Whether all that it says is the dashboard's title, its question and links to the others. */
function isSaidByPage(
  { content, title }: PanelModel,
  dashboard: DashboardModel,
  dashboardIds: readonly string[],
): boolean {
  if (content.kind !== 'markdown' || title !== dashboard.title) return false
  return content.blocks.every((block) => isSaid(block, dashboard.description, dashboardIds))
}

function isSaid(block: TextBlock, question: string, dashboardIds: readonly string[]): boolean {
  if (block.kind !== 'paragraph') return false
  if (block.runs.map(({ text }) => text).join('') === question) return true
  return block.runs.every(({ link, text }) =>
    link === undefined
      ? !/[\p{L}\p{N}]/u.test(text)
      : link.kind === 'dashboard' && dashboardIds.includes(link.id),
  )
}
