import { PipelineError } from '../../runtime/problem.ts'
import { lintSavedObjects } from '../lint.ts'
import { suggestion } from '../panels/field-use.ts'
import { type DashboardModel, readDashboards } from '../panels/dashboard-model.ts'
import { type KnownFields, knownFieldsOf } from '../panels/known-fields.ts'
import { type SavedObject } from '../saved-object.ts'
import { atOnce } from './at-once.ts'
import { type Problem, type Verification } from './report.ts'
import { type Surroundings, verifyPanel } from './verify-panel.ts'

interface VerifyOptions extends Omit<Surroundings, 'dataViews' | 'indices'> {
  /** Ids of dashboards, with or without `tally-`; none = all. */
  readonly dashboards: readonly string[]
  /** The fields of an index as Elasticsearch has them; undefined = it has no such index. */
  readonly liveFields: (index: string) => Promise<KnownFields | undefined>
  /** Told before each panel. */
  readonly onProgress: (text: string) => void
}

/** How many panels ask at once: a person may be looking at the same Elasticsearch. */
const panelsAtOnce = 2

/**
 * Runs the queries that Kibana would send for every panel, and says which panel would be broken or
 * empty, and why.
 *
 * @throws PipelineError `usage.invalid` for a dashboard that is not there; what the functions of
 * `options` throw when nobody answers.
 */
export async function verifyDashboards(
  objects: readonly SavedObject[],
  options: VerifyOptions,
): Promise<Verification> {
  const problems: Problem[] = []
  const noting = <Result>(read: () => Result, otherwise: Result): Result => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error
      problems.push({ message: error.message, action: error.action })
      return otherwise
    }
  }
  const lint = noting(() => lintSavedObjects(objects), [])
  problems.push(...lint.map((message) => ({ message, action: rebuild })))
  const models = readDashboards([...wanted(objects, options.dashboards), ...others(objects)])
  const dataViews = noting(() => knownFieldsOf(objects), [])
  const indices = await atOnce(panelsAtOnce, dataViews, ({ index }) => options.liveFields(index))
  const surroundings = { ...options, dataViews, indices: indices.filter(isThere) }
  const all = panelsOf(models)
  let begun = 0
  const panels = await atOnce(panelsAtOnce, all, async ({ dashboard, panel }) => {
    begun += 1
    options.onProgress(`Verifying panel ${begun} of ${all.length}`)
    return { dashboard, ...(await verifyPanel(panel, surroundings)) }
  })
  return { problems, panels }
}

const rebuild = 'Write the files anew with `tally dashboards build`, or correct the definition'

function panelsOf(models: readonly DashboardModel[]) {
  return models.flatMap(({ title, panels }) => panels.map((panel) => ({ dashboard: title, panel })))
}

function isThere(known: KnownFields | undefined): known is KnownFields {
  return known !== undefined
}

function others(objects: readonly SavedObject[]): SavedObject[] {
  return objects.filter(({ type }) => type !== 'dashboard')
}

function wanted(objects: readonly SavedObject[], names: readonly string[]): SavedObject[] {
  const dashboards = objects.filter(({ type }) => type === 'dashboard')
  if (names.length === 0) return dashboards
  return names.map((name) => {
    const found = dashboards.find(({ id }) => id === name || id === `tally-${name}`)
    if (found !== undefined) return found
    const ids = dashboards.map(({ id }) => id.replace(/^tally-/, ''))
    throw new PipelineError({
      code: 'usage.invalid',
      message: `There is no dashboard ${name}; there are ${ids.join(', ')}${suggestion(name, ids)}.`,
      action: 'Name one of these with --dashboard, or leave it out for all.',
    })
  })
}
