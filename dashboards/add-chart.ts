import { createHash } from 'node:crypto'
import { PipelineError } from '../runtime/problem.ts'
import { visualization } from './builders/visualization.ts'
import { importObjects } from './import.ts'
import { kibanaAddress } from './kibana-request.ts'
import { type Kibana } from './kibana/connect.ts'
import { differencesOf } from './kibana/differences.ts'
import { readObjects } from './kibana/export.ts'
import { type StoredObject, titleOf } from './kibana/stored-object.ts'
import { type SavedObject, toNdjson } from './saved-object.ts'

/** What became of a chart, and where it is. */
export interface AddedChart {
  readonly outcome: 'added' | 'replaced' | 'same'
  /** Its id in this space. */
  readonly id: string
  /** Where a browser shows it. */
  readonly url: string
}

interface AddOptions {
  /** Whether a chart of the same title may be overwritten. */
  readonly isReplacing: boolean
  /** Whether to find out what would be done, and to do nothing. */
  readonly isDryRun: boolean
}

/**
 * The saved object of an analyst's own Timelion chart.
 *
 * Its id follows from the title, so that adding it again finds it, and lies where no import of the
 * shipped dashboards writes.
 */
export function chartOf(title: string, expression: string): SavedObject {
  return visualization(
    { id: `mine-${slugOf(title)}`, title },
    { type: 'timelion', params: { expression, interval: 'auto' } },
  )
}

/**
 * Adds a chart to a Kibana.
 *
 * @throws PipelineError `dashboards.invalid` when another one has its id already; `kibana.rejected`
 * when Kibana did not take it; and as an import does.
 */
export async function addChart(
  kibana: Kibana,
  chart: SavedObject,
  { isReplacing, isDryRun }: AddOptions,
): Promise<AddedChart> {
  const present = findChart(await readObjects(kibana), chart)
  const outcome = outcomeFor(chart, present)
  if (present !== undefined && outcome === 'replaced' && !isReplacing) {
    throw alreadyThere(kibana, chart, present)
  }
  const id = present?.id ?? chart.id
  if (isDryRun || outcome === 'same') return placed(kibana, id, outcome)
  return placed(kibana, (await importChart(kibana, chart)) ?? id, outcome)
}

function outcomeFor(chart: SavedObject, present: StoredObject | undefined): AddedChart['outcome'] {
  if (present === undefined) return 'added'
  const differences = differencesOf(chart, present, ({ id }) => id)
  return differences.length === 0 ? 'same' : 'replaced'
}

/** @returns its id in this space, where that is another one. */
async function importChart(kibana: Kibana, chart: SavedObject): Promise<string | undefined> {
  const [imported] = await importObjects(kibana, {
    objects: [chart],
    ndjson: toNdjson([chart]),
    mayWrite: (each) => each === chart.id,
  })
  if (imported === undefined || imported.outcome === 'failed') {
    throw new PipelineError({
      code: 'kibana.rejected',
      message: `Kibana did not take the chart: ${imported?.reason ?? 'it does not say why'}`,
      action: 'Look at the log of Kibana.',
    })
  }
  return imported.becameId
}

/** In a second space of 8.x it has another id, and ours as its origin. */
function findChart(
  objects: readonly StoredObject[],
  { type, id }: SavedObject,
): StoredObject | undefined {
  const charts = objects.filter((object) => object.type === type)
  return charts.find((each) => each.id === id) ?? charts.find((each) => each.originId === id)
}

function placed({ server }: Kibana, id: string, outcome: AddedChart['outcome']): AddedChart {
  return { outcome, id, url: kibanaAddress(server, `/app/visualize#/edit/${id}`) }
}

function alreadyThere({ server }: Kibana, chart: SavedObject, present: StoredObject) {
  const isSameTitle = titleOf(chart) === titleOf(present)
  return new PipelineError({
    code: 'dashboards.invalid',
    message: `Kibana at ${kibanaAddress(server)} has another chart ${JSON.stringify(titleOf(present))} already, with the id ${present.id}.`,
    action: isSameTitle
      ? 'Add --replace to overwrite it, or give another title.'
      : 'Give another title, or add --replace to overwrite it.',
  })
}

const slugLengthMax = 60

/** Letters and digits of a title; for one that has none of the alphabet's, its hash. */
function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, slugLengthMax)
    .replaceAll(/^-+|-+$/g, '')
  return slug === '' ? createHash('sha256').update(title).digest('hex').slice(0, 12) : slug
}
