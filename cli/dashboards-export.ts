import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { compareWithKibana } from '../dashboards/kibana/compare.ts'
import { describeComparison } from '../dashboards/kibana/describe.ts'
import { exportObjects, readObjects } from '../dashboards/kibana/export.ts'
import { findMine, findOwn } from '../dashboards/kibana/ownership.ts'
import { nameOf, titleOf, toStableNdjson } from '../dashboards/kibana/stored-object.ts'
import { readShippedObjects } from '../dashboards/shipped-objects.ts'
import { diskProblem } from '../runtime/disk-problem.ts'
import { defineCommand } from './command.ts'
import { connectToKibana, kibanaFlags } from './kibana-flags.ts'

export const dashboardsExport = defineCommand({
  flags: z.object({
    ...kibanaFlags,
    to: z
      .string()
      .describe('Folder for the file, tally.ndjson or tally-mine.ndjson; - for stdout.')
      .meta({ value: 'folder' }),
    mine: z
      .boolean()
      .default(false)
      .describe('Copies and additions of analysts, with all that they refer to.'),
  }),
  examples: [
    ['tally dashboards export --to exported', 'what is there of ours; tells what was changed'],
    ['tally dashboards export --mine --to exported', "analysts' own charts and dashboards"],
    ['tally dashboards export --mine --to - | gzip > mine.ndjson.gz', 'to another program'],
  ],
  async run({ flags }, context) {
    const { terminal } = context
    const shipped = await readShippedObjects()
    const kibana = await connectToKibana(flags, context)
    const present = await readObjects(kibana)
    const titles = shipped.filter(({ type }) => type === 'index-pattern').map(titleOf)
    const wanted = flags.mine ? findMine(present, titles) : [...findOwn(present).values()]
    if (wanted.length === 0) {
      terminal.say(flags.mine ? nothingOfAnalysts : nothingOfOurs)
      return 0
    }
    const { objects, missing } = await exportObjects(kibana, wanted)
    const place = await write(flags.to, fileName(flags.mine), toStableNdjson(objects), terminal)
    for (const name of missing) terminal.say(`Refers to ${nameOf(name)}, which is not there.`)
    if (!flags.mine) {
      const changed = compareWithKibana(shipped, present).filter(({ state }) => state !== 'same')
      for (const object of changed) terminal.say(describeComparison(object))
    }
    terminal.say(`${objects.length} objects written to ${place}.`)
    return 0
  },
})

const nothingOfOurs = 'None of the dashboards is there; `tally dashboards import` puts them there.'
const nothingOfAnalysts = 'Nothing there was made of the dashboards; nothing is written.'

function fileName(isMine: boolean): string {
  return isMine ? 'tally-mine.ndjson' : 'tally.ndjson'
}

/** @returns where to, for people. @throws PipelineError `disk.not-writable` or `disk.full`. */
async function write(
  folder: string,
  name: string,
  ndjson: string,
  terminal: { print(line: string): void },
): Promise<string> {
  if (folder === '-') {
    terminal.print(ndjson.trimEnd())
    return 'stdout'
  }
  const path = join(folder, name)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(path, ndjson)
  } catch (error) {
    throw diskProblem(path, error)
  }
  return path
}
