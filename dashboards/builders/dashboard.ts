import { type SavedObject, savedObjectVersions } from '../saved-object.ts'

/** A dashboard with its panels: what one NDJSON file holds. */
export interface Dashboard {
  /** Name of the file, without `.ndjson`. */
  readonly id: string
  readonly objects: readonly SavedObject[]
}

interface DashboardOptions {
  readonly id: string
  readonly title: string
  /** The question that it answers; stands below the title. */
  readonly question: string
  /** What is shown at first: `now-24h`. */
  readonly from: string
  readonly refreshSeconds: number
  readonly rows: readonly Row[]
}

/** Panels beside each other, from left to right. */
export interface Row {
  /** In rows of the grid, 20 pixels each. */
  readonly height: number
  readonly cells: readonly Cell[]
}

/** A panel and its width, in columns of the grid: 48 are the whole width. */
type Cell = readonly [panel: SavedObject, width: number]

export function row(height: number, ...cells: readonly Cell[]): Row {
  return { height, cells }
}

export function dashboard(options: DashboardOptions): Dashboard {
  const { id, title, question, from, refreshSeconds, rows } = options
  const places = placesOf(rows)
  const object: SavedObject = {
    id: `tally-${id}`,
    type: 'dashboard',
    attributes: {
      title,
      description: question,
      hits: 0,
      version: 1,
      timeRestore: true,
      timeFrom: from,
      timeTo: 'now',
      refreshInterval: { pause: false, value: refreshSeconds * 1000 },
      optionsJSON: JSON.stringify({ hidePanelTitles: false, useMargins: true }),
      panelsJSON: JSON.stringify(places.map(panelEntry)),
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({ query: { query: '', language: 'lucene' }, filter: [] }),
      },
    },
    references: places.map(({ panel }, index) => ({
      name: `panel_${index}`,
      type: panel.type,
      id: panel.id,
    })),
    migrationVersion: { dashboard: savedObjectVersions.dashboard },
  }
  return { id, objects: [...places.map(({ panel }) => panel), object] }
}

interface Place {
  readonly panel: SavedObject
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** Rows below each other, the panels of each side by side. */
function placesOf(rows: readonly Row[]): Place[] {
  return rows.flatMap(({ height, cells }, index) => {
    const y = rows.slice(0, index).reduce((sum, above) => sum + above.height, 0)
    return cells.map(([panel, w], position) => {
      const x = cells.slice(0, position).reduce((sum, [, width]) => sum + width, 0)
      return { panel, x, y, w, h: height }
    })
  })
}

/** `version` and `type` in every panel: 7.13 fails without the one, 7.11 without the other. */
function panelEntry({ panel, ...place }: Place, index: number): object {
  const panelIndex = String(index + 1)
  return {
    version: '7.10.2',
    type: panel.type,
    gridData: { ...place, i: panelIndex },
    panelIndex,
    embeddableConfig: {},
    panelRefName: `panel_${index}`,
  }
}
