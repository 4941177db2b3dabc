import { z } from 'zod'
import { buildSavedObjects } from '../dashboards/build.ts'
import { defineCommand } from './command.ts'

export const dashboardsBuild = defineCommand({
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
