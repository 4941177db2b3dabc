import { z } from 'zod'
import { invalidDashboard } from '../invalid.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { parseJson, type SavedObject } from '../saved-object.ts'
import { checked } from './checked.ts'
import { type PanelContent, panelContent } from './panel-content.ts'
import { type PanelPlace } from './picture.ts'
import { queryOf } from './search-source.ts'

/** A dashboard as its saved objects say it, read and checked. */
export interface DashboardModel {
  readonly id: string
  readonly title: string
  readonly description: string
  /** What is shown at first, as Kibana writes it: `now-24h`. */
  readonly from: string
  readonly to: string
  readonly refreshSeconds: number
  readonly panels: readonly PanelModel[]
}

export interface PanelModel {
  /** Unique within the dashboard. */
  readonly id: string
  readonly title: string
  /** Of the saved object that it shows. */
  readonly description: string
  readonly place: PanelPlace
  readonly content: PanelContent | UnreadablePanel
}

/** What this program cannot draw; whatever else there is is not touched by it. */
interface UnreadablePanel {
  readonly kind: 'unreadable'
  readonly reason: string
  readonly action: string
}

/**
 * Reads the dashboards among saved objects: the first step from a saved object to a picture.
 *
 * What is unreadable becomes a panel that says so, a dashboard one with that panel alone.
 */
export function readDashboards(objects: readonly SavedObject[]): DashboardModel[] {
  return objects
    .filter(({ type }) => type === 'dashboard')
    .map((object) => orUnreadable(() => readDashboard(object, objects), (why) => unreadableDashboard(object, why))) // prettier-ignore
}

function unreadableDashboard(
  { id, attributes: { title } }: SavedObject,
  content: UnreadablePanel,
): DashboardModel {
  return {
    id,
    title: typeof title === 'string' ? title : id,
    description: '',
    from: 'now-24h',
    to: 'now',
    refreshSeconds: 0,
    panels: [
      {
        id: '1',
        title: 'Unreadable dashboard',
        description: '',
        place: { x: 0, y: 0, w: 48, h: 8 },
        content,
      },
    ],
  }
}

const Attributes = z.object({
  title: z.string(),
  description: z.string().default(''),
  timeFrom: z.string().default('now-24h'),
  timeTo: z.string().default('now'),
  refreshInterval: z
    .object({ pause: z.boolean(), value: z.number() })
    .default({ pause: true, value: 0 }),
  panelsJSON: z.string(),
  kibanaSavedObjectMeta: z.object({ searchSourceJSON: z.string() }),
})

const Panels = z.array(
  z.object({
    panelIndex: z.string(),
    panelRefName: z.string(),
    title: z.string().optional(),
    gridData: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  }),
)
type Panel = z.infer<typeof Panels>[number]

function readDashboard(object: SavedObject, objects: readonly SavedObject[]): DashboardModel {
  const at = `dashboard ${object.id}`
  const attributes = checked(Attributes, object.attributes, at)
  const panels = checked(Panels, parseJson(attributes.panelsJSON, `panelsJSON of ${at}`), at)
  const { refreshInterval, kibanaSavedObjectMeta } = attributes
  const query = queryOf(kibanaSavedObjectMeta.searchSourceJSON)
  return {
    id: object.id,
    title: attributes.title,
    description: attributes.description,
    from: attributes.timeFrom,
    to: attributes.timeTo,
    refreshSeconds: refreshInterval.pause ? 0 : refreshInterval.value / 1000,
    panels: panels.map((panel) => readPanel(panel, { object, objects, query })),
  }
}

interface Surroundings {
  /** The dashboard. */
  readonly object: SavedObject
  readonly objects: readonly SavedObject[]
  /** Of the dashboard; it applies to every panel. */
  readonly query: string
}

function readPanel(panel: Panel, { object, objects, query }: Surroundings): PanelModel {
  const reference = object.references.find(({ name }) => name === panel.panelRefName)
  const shown = objects.find(({ type, id }) => type === reference?.type && id === reference.id)
  const title = panel.title ?? shown?.attributes['title']
  const description = shown?.attributes['description']
  return {
    id: panel.panelIndex,
    title: typeof title === 'string' ? title : `Panel ${panel.panelIndex}`,
    description: typeof description === 'string' ? description : '',
    place: panel.gridData,
    content: orUnreadable<PanelModel['content']>(
      () => {
        if (shown !== undefined) return panelContent(shown, objects, query)
        throw invalidDashboard(`${panel.panelRefName} refers to nothing that is in the bundle`)
      },
      (why) => why,
    ),
  }
}

function orUnreadable<Found>(read: () => Found, otherwise: (why: UnreadablePanel) => Found): Found {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    return otherwise({ kind: 'unreadable', reason: error.message, action: error.action })
  }
}
