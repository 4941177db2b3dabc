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
  readonly panels: readonly PanelPlace[]
}

/** Where a panel stands, in columns (48 a row) and rows (20 pixels each) of the grid. */
interface PanelPlace {
  readonly panel: SavedObject
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function dashboard(options: DashboardOptions): Dashboard {
  const { id, title, question, from, refreshSeconds, panels } = options
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
      panelsJSON: JSON.stringify(panels.map(panelEntry)),
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({ query: { query: '', language: 'lucene' }, filter: [] }),
      },
    },
    references: panels.map(({ panel }, index) => ({
      name: `panel_${index}`,
      type: panel.type,
      id: panel.id,
    })),
    migrationVersion: { dashboard: savedObjectVersions.dashboard },
  }
  return { id, objects: [...panels.map(({ panel }) => panel), object] }
}

/** `version` and `type` in every panel: 7.13 fails without the one, 7.11 without the other. */
function panelEntry({ panel, x, y, width, height }: PanelPlace, index: number): object {
  const panelIndex = String(index + 1)
  return {
    version: '7.10.2',
    type: panel.type,
    gridData: { x, y, w: width, h: height, i: panelIndex },
    panelIndex,
    embeddableConfig: {},
    panelRefName: `panel_${index}`,
  }
}
