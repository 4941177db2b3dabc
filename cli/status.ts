import { z } from 'zod'
import { defaultFoldSettings, everyStream } from '../enrich/streams.ts'
import { createIndexStore } from '../ingest/setup/index-store.ts'
import { metaIdOf } from '../ingest/setup/meta.ts'
import { readStatus } from '../ingest/status.ts'
import { describePipeline } from '../ingest/status-text.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createLog } from '../runtime/log.ts'
import { systemClock } from './clock.ts'
import { defineCommand } from './command.ts'
import { resolveServers } from './servers.ts'
import { findIndexVersion } from './set-up-servers.ts'

const watchMs = 2000

export const status = defineCommand({
  flags: z.object({
    watch: z.boolean().default(false).describe('Again every two seconds, until Ctrl-C.'),
    json: z.boolean().default(false).describe('One JSON object on stdout each time.'),
  }),
  examples: [
    ['tally status', 'lag of each partition, workers, outcomes, dead letters, documents'],
    ['tally status --watch', 'the same, kept up to date'],
    ['tally status --watch --json', 'for programs, a line every two seconds'],
  ],
  async run({ flags }, context) {
    const { terminal, settings, signal } = context
    const { kafka, elasticsearch } = await resolveServers(context)
    const log = createLog({ level: settings.logLevel, name: 'status' })
    const admin = await createAdmin(connectKafka(kafka, { clientId: 'tally-status', log }))
    const client = connectElasticsearch(elasticsearch)
    const fold = everyStream(defaultFoldSettings)
    const wanted = { indices: fold.indices, topics: fold.topics.map(({ name }) => name) }
    const { url } = elasticsearch
    const store = createIndexStore(client, url)
    try {
      do {
        const groupId = metaIdOf(await findIndexVersion(store))
        const now = systemClock.now()
        const found = await readStatus({ admin, client, url, groupId, now, ...wanted })
        if (flags.json) terminal.print(JSON.stringify(found))
        else if (flags.watch) terminal.show([headline(now), ...describePipeline(found, now)])
        else for (const line of describePipeline(found, now)) terminal.print(line)
        if (flags.watch) await systemClock.sleep(watchMs, signal)
      } while (flags.watch && !signal.aborted)
    } finally {
      await Promise.all([admin.close(), client.close()])
    }
    return 0
  },
})

function headline(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} UTC, every two seconds; Ctrl-C ends it`
}
