import { inspect } from 'node:util'
import { z } from 'zod'
import { whenAborted } from '../runtime/lifecycle.ts'
import { previewDefaults, startPreview } from '../web/preview/server.ts'
import { defineCommand } from './command.ts'
import { resolveElasticsearch } from './servers.ts'

export const dashboardsPreview = defineCommand({
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
