import { z } from 'zod'
import { aliasOf } from '../contracts/index-definition.ts'
import { transactions } from '../contracts/indices/transactions.ts'
import { importObjects } from '../dashboards/import.ts'
import { kibanaAddress } from '../dashboards/kibana-request.ts'
import { type Comparison, compareWithKibana } from '../dashboards/kibana/compare.ts'
import { type Kibana } from '../dashboards/kibana/connect.ts'
import { type DefaultDataView, setDefaultDataView } from '../dashboards/kibana/default-data-view.ts'
import { describeComparison, describeImported, stateWords } from '../dashboards/kibana/describe.ts'
import { readObjects } from '../dashboards/kibana/export.ts'
import { type ImportedObject } from '../dashboards/kibana/import-answer.ts'
import { isOwnId } from '../dashboards/kibana/ownership.ts'
import { partOf } from '../dashboards/part.ts'
import { toNdjson } from '../dashboards/saved-object.ts'
import { readShippedObjects } from '../dashboards/shipped-objects.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { connectToKibana, kibanaFlags } from './kibana-flags.ts'

export const dashboardsImport = defineCommand({
  flags: z.object({
    ...kibanaFlags,
    dashboard: z
      .string()
      .transform((text) => text.split(',').map((name) => name.trim()))
      .optional()
      .describe('Only these dashboards, with commas between them, and what they need.')
      .meta({ value: 'names' }),
    dryRun: z
      .boolean()
      .default(false)
      .describe('Tell what is new, the same or changed there, and write nothing.'),
    json: z.boolean().default(false).describe('One JSON object on stdout.'),
  }),
  examples: [
    [
      'tally dashboards import --kibana http://localhost:5601',
      'overwrites objects of the same ids',
    ],
    ['tally dashboards import --dry-run', 'tells what an import into KIBANA_URL would change'],
    ['tally dashboards import --user elastic --space bank', 'asks for the password'],
    ['tally dashboards import --dashboard bank-overview,customers', 'two of them'],
  ],
  async run({ flags }, context) {
    const objects = partOf(await readShippedObjects(), flags.dashboard ?? [])
    const kibana = await connectToKibana(flags, context)
    if (flags.dryRun) {
      const compared = compareWithKibana(objects, await readObjects(kibana))
      return reportDryRun(kibana, compared, flags.json, context)
    }
    const before = compareWithKibana(objects, await readIfAllowed(kibana, context))
    const ndjson = toNdjson(objects)
    const imported = await importObjects(kibana, { objects, ndjson, mayWrite: isOwnId })
    const defaultDataView = await ensureDefault(kibana, imported)
    return report({ kibana, before, imported, defaultDataView }, flags.json, context)
  },
})

/** An import must not fail because somebody may only write, or because there is too much to read. */
async function readIfAllowed(
  kibana: Kibana,
  { terminal }: CommandContext,
): ReturnType<typeof readObjects> {
  try {
    return await readObjects(kibana)
  } catch (error) {
    const mayGoOn = ['kibana.refused', 'kibana.rejected']
    if (!(error instanceof PipelineError) || !mayGoOn.includes(error.code)) throw error
    terminal.say(`Not compared with what is there: ${error.message}`)
    return []
  }
}

/** What most panels are about; undefined when it is not there. */
async function ensureDefault(
  kibana: Kibana,
  imported: readonly ImportedObject[],
): Promise<DefaultDataView | undefined> {
  const view = imported.find(
    ({ type, id }) => type === 'index-pattern' && id === aliasOf(transactions),
  )
  if (view === undefined || view.outcome === 'failed') return undefined
  return setDefaultDataView(kibana, view.becameId ?? view.id)
}

function reportDryRun(
  kibana: Kibana,
  objects: readonly Comparison[],
  isJson: boolean,
  { terminal }: CommandContext,
): number {
  if (isJson) {
    terminal.print(JSON.stringify({ ...placeOf(kibana), isDryRun: true, objects }))
    return 0
  }
  for (const object of objects) terminal.print(describeComparison(object))
  terminal.say(`Nothing was written. ${tally(objects.map(({ state }) => stateWords[state]))}.`)
  return 0
}

interface Import {
  readonly kibana: Kibana
  readonly before: readonly Comparison[]
  readonly imported: readonly ImportedObject[]
  readonly defaultDataView: DefaultDataView | undefined
}

function report(
  { kibana, before, imported, defaultDataView }: Import,
  isJson: boolean,
  { terminal }: CommandContext,
): number {
  const failedCount = imported.filter(({ outcome }) => outcome === 'failed').length
  const status = failedCount === 0 ? 0 : 1
  if (isJson) {
    const result = { ...placeOf(kibana), isDryRun: false, objects: imported, defaultDataView }
    terminal.print(JSON.stringify(result))
    return status
  }
  imported.forEach((object, at) => {
    terminal.print(describeImported(object, before[at]))
  })
  if (defaultDataView !== undefined) terminal.say(describeDefault(defaultDataView))
  const outcomes = tally(imported.map(({ outcome }) => outcome))
  const { server, version } = kibana
  terminal.say(`${imported.length - failedCount} of ${imported.length} objects are in Kibana ${version.text}: ${outcomes}.`) // prettier-ignore
  for (const { type, id, outcome, becameId } of imported) {
    if (type !== 'dashboard' || outcome === 'failed') continue
    terminal.say(`  ${kibanaAddress(server, `/app/dashboards#/view/${becameId ?? id}`)}`)
  }
  return status
}

function placeOf({ server, version }: Kibana) {
  return {
    kibana: kibanaAddress({ ...server, space: undefined }),
    space: server.space ?? 'default',
    version: version.text,
  }
}

function describeDefault({ outcome, id, reason = '' }: DefaultDataView): string {
  switch (outcome) {
    case 'set':
      return `The default data view is ${id} now; there was none.`
    case 'kept':
      return `The default data view stays ${id}.`
    case 'failed':
      return `The default data view could not be set: ${reason}`
  }
}

/** How often each word is there: `3 new, 4 same`. */
function tally(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ')
}
