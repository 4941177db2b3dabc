import { inspect } from 'node:util'
import { z } from 'zod'
import { buildSavedObjects, readSavedObjects } from '../dashboards/build.ts'
import { importSavedObjects } from '../dashboards/import.ts'
import { whenAborted } from '../runtime/lifecycle.ts'
import { PipelineError } from '../runtime/problem.ts'
import { previewDefaults, startPreview } from '../web/preview/server.ts'
import { defineCommand } from './command.ts'
import { resolveElasticsearch } from './servers.ts'

export const dashboardsBuild = defineCommand({
  name: 'dashboards build',
  summary: 'Write the files that Kibana imports from the definitions in TypeScript.',
  flags: z.object({
    check: z.boolean().default(false).describe('Write nothing; exit 1 when a file would change.'),
  }),
  examples: [
    ['tally dashboards build', 'writes dashboards/saved-objects/*.ndjson'],
    ['tally dashboards build --check', 'tells whether they are what the definitions say'],
  ],
  async run({ flags }, { terminal }) {
    const files = await buildSavedObjects(undefined, { isDryRun: flags.check })
    const changed = files.filter(({ change }) => change !== 'unchanged')
    for (const { name, change } of changed) {
      terminal.print(flags.check ? `${name}: differs from its definition` : `${name}: ${change}`)
    }
    if (changed.length === 0) terminal.say(`${files.length} files are as their definitions say.`)
    return flags.check && changed.length > 0 ? 1 : 0
  },
})

export const dashboardsImport = defineCommand({
  name: 'dashboards import',
  summary: 'Import the dashboards into a Kibana, 7.10 to 9.x; again and again if you like.',
  flags: z.object({
    kibana: z
      .url({ protocol: /^https?$/, error: 'expected a URL such as http://localhost:5601' })
      .optional()
      .describe('Kibana, instead of the one of KIBANA_URL.')
      .meta({ value: 'url' }),
  }),
  examples: [
    [
      'tally dashboards import --kibana http://localhost:5601',
      'overwrites objects of the same ids',
    ],
  ],
  async run({ flags }, { settings, terminal }) {
    const url = flags.kibana ?? settings.kibana.url
    if (url === undefined) throw noKibana()
    const objects = await readSavedObjects()
    const { imported, failures } = await importSavedObjects({ ...settings.kibana, url }, objects)
    for (const name of imported) terminal.print(`imported  ${name}`)
    for (const failure of failures) terminal.print(`failed    ${failure}`)
    terminal.say(`${imported.length} of ${objects.length} objects imported into ${url}.`)
    return failures.length === 0 ? 0 : 1
  },
})

export const dashboardsPreview = defineCommand({
  name: 'dashboards preview',
  summary: 'Show the dashboards as a web page, without a Kibana.',
  flags: z.object({
    port: z.coerce
      .number({ error: 'expected a port' })
      .int()
      .min(1024)
      .max(65_535)
      .default(previewDefaults.port)
      .describe('Port to listen on; a free one if it is taken.')
      .meta({ value: 'port' }),
    host: z
      .string()
      .min(1)
      .default(previewDefaults.host)
      .describe('Address to listen on; others than 127.0.0.1 let other machines look.')
      .meta({ value: 'address' }),
  }),
  examples: [['tally dashboards preview', 'serves the page until Ctrl-C']],
  async run({ flags }, context) {
    const { terminal, signal } = context
    const elasticsearch = await resolveElasticsearch(context)
    const preview = await startPreview({
      ...flags,
      elasticsearch,
      onBug: (error) => {
        terminal.say(inspect(error))
      },
    })
    if (!preview.isWantedPort) terminal.say(`Port ${flags.port} is taken; another one is used.`)
    terminal.print(`Dashboards  ${preview.url}  (Ctrl-C ends it)`)
    await whenAborted(signal)
    await preview.close()
    return 0
  },
})

function noKibana(): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message: 'No Kibana is named.',
    action: 'Give --kibana http://host:5601 or set KIBANA_URL.',
  })
}
