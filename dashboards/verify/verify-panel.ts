import { PipelineError } from '../../runtime/problem.ts'
import { type PanelModel } from '../panels/dashboard-model.ts'
import { fieldProblems } from '../panels/field-use.ts'
import { fieldUses } from '../panels/field-uses.ts'
import { type KnownFields } from '../panels/known-fields.ts'
import { type SearchOutcome } from '../panels/multi-search.ts'
import { type PanelContent } from '../panels/panel-content.ts'
import { type Period } from '../panels/period.ts'
import { type SearchAnswer, type SearchRequest } from '../panels/search.ts'
import { preparePanel } from '../prepare-panel.ts'
import { checkExpression, timelionFieldUses } from '../timelion/check.ts'
import { parseTimelion } from '../timelion/parse.ts'
import { bucketCount } from './buckets.ts'
import { emptiness } from './emptiness.ts'
import { type PanelReport, type Problem } from './report.ts'
import { type TimelionRun } from './timelion-run.ts'

/** What a panel is held against. */
export interface Surroundings {
  readonly period: Period
  /** Of the bundle. */
  readonly dataViews: readonly KnownFields[]
  /** Of Elasticsearch; an index that is missing is not among them. */
  readonly indices: readonly KnownFields[]
  readonly search: (requests: readonly SearchRequest[]) => Promise<SearchOutcome[]>
  /** Kibana's own Timelion, when it is asked too. */
  readonly runTimelion: TimelionRun | undefined
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
}

type Found = Pick<PanelReport, 'documents' | 'buckets' | 'state' | 'problems'>

/**
 * Holds one panel against data view, index and the answers of Elasticsearch.
 *
 * @throws what `search` and `runTimelion` throw: nobody answers at all.
 */
export async function verifyPanel(
  panel: PanelModel,
  surroundings: Surroundings,
): Promise<Omit<PanelReport, 'dashboard'>> {
  const startMs = surroundings.now()
  const found = await verify(panel, surroundings)
  return {
    panel: panel.title,
    kind: panel.content.kind,
    ms: surroundings.now() - startMs,
    ...found,
  }
}

async function verify(panel: PanelModel, surroundings: Surroundings): Promise<Found> {
  const { content } = panel
  const { dataViews, indices } = surroundings
  if (content.kind === 'unreadable') {
    return failed([{ message: content.reason, action: content.action }])
  }
  const inViews = problemsIn(content, dataViews)
  if (inViews.length > 0) return failed(inViews.map((message) => ({ message, action: correct })))
  const missing = missingIndices(content, indices)
  if (missing.length > 0) return withoutIndex(panel, missing)
  const inIndices = problemsIn(content, indices)
  if (inIndices.length > 0) return failed(inIndices.map((message) => ({ message, action: setUp })))
  try {
    return await ask(panel, content, surroundings)
  } catch (error) {
    // Of a panel, not of a server that does not answer.
    if (!(error instanceof PipelineError) || error.code !== 'dashboards.invalid') throw error
    return failed([{ message: error.message, action: error.action }])
  }
}

const nothing = { documents: 0, buckets: 0 }

function failed(problems: readonly Problem[], counts = nothing): Found {
  return { ...counts, state: 'failed', problems }
}

const correct = 'Correct the definition and run `tally dashboards build`.'
const setUp = 'Run `tally setup` with this version, and `tally rebuild` when the index is older.'

/** What is wrong with the fields of a panel, by those that are known. */
function problemsIn(content: PanelContent, known: readonly KnownFields[]): readonly string[] {
  const expression = content.kind === 'timelion' ? checkExpression(content.expression, known) : []
  return [...fieldProblems(fieldUses(content), known), ...expression]
}

function missingIndices(content: PanelContent, indices: readonly KnownFields[]): string[] {
  const names = new Set(indexNames(content))
  return [...names].filter((name) => indices.every(({ index }) => index !== name))
}

/** The month of an index is made with its first document; only Timelion takes that amiss. */
function withoutIndex(panel: PanelModel, missing: readonly string[]): Found {
  if (mayBeEmpty(panel) && panel.content.kind !== 'timelion') {
    return { ...nothing, state: 'may be empty', problems: [] }
  }
  return failed(
    missing.map((name) => ({
      message: `Elasticsearch has no index ${name}`,
      action:
        'Run `tally setup`, send events (`tally generate`) and let `tally worker` write them.',
    })),
  )
}

function indexNames(content: PanelContent): string[] {
  const uses =
    content.kind === 'timelion'
      ? timelionFieldUses(parseTimelion(content.expression))
      : fieldUses(content)
  return uses.map(({ index }) => index)
}

async function ask(
  panel: PanelModel,
  content: PanelContent,
  surroundings: Surroundings,
): Promise<Found> {
  const { period, search, runTimelion } = surroundings
  const { requests, draw } = preparePanel(panel, period)
  const outcomes = await search(requests)
  const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.reason]))
  const answers = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.answer] : []))
  const counts = countsOf(answers)
  if (refused.length > 0) {
    return failed([...new Set(refused)].map(refusal), counts)
  }
  const tooMany = counts.buckets > bucketsMax ? [manyBuckets(counts.buckets)] : []
  const inKibana =
    content.kind === 'timelion' && runTimelion !== undefined
      ? await runTimelion({ ...content, period })
      : []
  const problems = [...tooMany, ...inKibana]
  const reason = emptiness(draw(answers))
  if (reason === undefined) {
    return problems.length > 0 ? failed(problems, counts) : { ...counts, state: 'verified', problems } // prettier-ignore
  }
  if (problems.length === 0 && mayBeEmpty(panel))
    return { ...counts, state: 'may be empty', problems }
  return failed([...problems, emptyPanel(reason)], counts)
}

/** Elasticsearch's own default for `search.max_buckets`; one that allows more is not everybody's. */
const bucketsMax = 65_536

function manyBuckets(buckets: number): Problem {
  return {
    message: `The panel makes ${buckets} buckets, and Elasticsearch allows ${bucketsMax} by default`,
    action: 'Split by fewer values, or give it the interval auto.',
  }
}

function refusal(reason: string): Problem {
  return { message: `Elasticsearch refused the search: ${reason}`, action: correct }
}

function countsOf(answers: readonly SearchAnswer[]) {
  return {
    documents: answers.reduce((total, { hits }) => total + hits.total.value, 0),
    buckets: bucketCount(answers.map(({ aggregations }) => aggregations)),
  }
}

/**
 * Whether emptiness is no failure. Its description says so, because then a reader of the dashboard
 * in Kibana is told the same: "Empty is good news."
 */
export function mayBeEmpty({ description }: PanelModel): boolean {
  return /\b(?:empty|none) is good news\b/i.test(description)
}

function emptyPanel(reason: string): Problem {
  return {
    message: `The panel is empty: ${reason}`,
    action:
      'Verify a period that has events (--from, --to); if emptiness is right, let its description say "Empty is good news."',
  }
}
