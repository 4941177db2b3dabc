import { z } from 'zod'
import { deadLetterPlaceOf } from '../contracts/dead-letter.ts'
import { acceptDeadLetters } from '../ingest/dead-letters/acceptances.ts'
import { readCauses } from '../ingest/dead-letters/causes.ts'
import { describeCauses } from '../ingest/dead-letters/describe-causes.ts'
import { describeLetter, type FoundLetter } from '../ingest/dead-letters/describe-letter.ts'
import { createLetterStore } from '../ingest/dead-letters/letter-store.ts'
import { findOriginal } from '../ingest/dead-letters/originals.ts'
import { Duration } from '../generator/scenarios/duration.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../runtime/elasticsearch/connection.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { openLogReader } from '../runtime/kafka/reader.ts'
import { createLog } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { Code, LetterId, selectionFlags } from './letter-flags.ts'
import { resolveElasticsearch, resolveServers } from './servers.ts'

export const deadLettersList = defineCommand({
  flags: z.object({
    ...selectionFlags,
    json: z.boolean().default(false).describe('One JSON object on stdout.'),
  }),
  examples: [
    ['tally dead-letters list', 'each cause with its count, time and an example'],
    ['tally dead-letters list --since 2h --code unknown-type', 'of the last two hours'],
  ],
  async run({ flags: { json, ...selection } }, context) {
    const causes = await withElasticsearch(context, (source) => readCauses(source, selection))
    if (json) context.terminal.print(JSON.stringify(causes))
    else for (const line of describeCauses(causes)) context.terminal.print(line)
    return 0
  },
})

export const deadLettersShow = defineCommand({
  flags: z.object({
    value: z
      .boolean()
      .default(false)
      .describe('Also the value, which may hold personal data: escaped, and 4,000 characters of it.'), // prettier-ignore
  }),
  operands: [
    {
      name: 'ID',
      meaning: 'topic-partition-offset, such as bank.activity-3-812',
      isRequired: true,
    },
  ],
  examples: [
    ['tally dead-letters show bank.activity-3-812', 'without its value'],
    ['tally dead-letters show --value bank.activity-3-812', 'with it'],
  ],
  async run({ flags, operands }, context) {
    const id = LetterId.safeParse(operands[0])
    if (!id.success) throw noLetter(operands[0] ?? '')
    const found = await findLetter(id.data, context)
    const lines = describeLetter(found, { withValue: flags.value })
    for (const line of lines) context.terminal.print(line)
    return 0
  },
})

export const deadLettersAccept = defineCommand({
  flags: z.object({
    for: Duration.refine((ms) => ms <= acceptanceMsMax, 'expected 30d at most')
      .optional()
      .describe('How long they are accepted, from now on (default: 1h).')
      .meta({ value: 'duration' }),
    code: Code.optional().describe('Only those of this cause.'),
  }),
  examples: [
    ['tally dead-letters accept', 'all of them for an hour'],
    ['tally dead-letters accept --code unknown-type --for 1d', 'those of one cause for a day'],
  ],
  async run({ flags }, context) {
    const now = Date.now()
    const until = await withElasticsearch(context, (source) =>
      acceptDeadLetters(source, {
        code: flags.code,
        nowMs: now,
        untilMs: now + (flags.for ?? hourMs),
      }),
    )
    const which = flags.code === undefined ? 'Dead letters' : `Dead letters of ${flags.code}`
    context.terminal.print(`${which} are accepted until ${until}.`)
    context.terminal.say('Workers that have paused go on within some seconds.')
    return 0
  },
})

const hourMs = 3_600_000
const acceptanceMsMax = 30 * 24 * hourMs

/** What needs Elasticsearch alone. */
async function withElasticsearch<Answer>(
  context: CommandContext,
  ask: (source: { client: ElasticsearchClient; url: string }) => Promise<Answer>,
): Promise<Answer> {
  const server = await resolveElasticsearch(context)
  const client = connectElasticsearch(server)
  try {
    return await ask({ client, url: server.url })
  } finally {
    await client.close()
  }
}

async function findLetter(id: string, context: CommandContext): Promise<FoundLetter> {
  const { kafka, elasticsearch } = await resolveServers(context)
  const client = connectElasticsearch(elasticsearch)
  const log = createLog({ level: context.settings.logLevel, name: 'dead-letters' })
  const connection = connectKafka(kafka, { clientId: 'tally-dead-letters', log })
  const admin = await createAdmin(connection)
  const reader = await openLogReader(connection)
  try {
    const store = createLetterStore(client, elasticsearch.url)
    const letter = await store.find(id)
    if (letter === undefined) throw noLetter(id)
    const isReplayed = (await store.replayedAmong([letter])).size > 0
    const original = await findOriginal({ reader, admin, signal: context.signal }, letter)
    return { letter, isReplayed, original }
  } finally {
    await Promise.all([client.close(), admin.close(), reader.close()])
  }
}

function noLetter(id: string): PipelineError {
  const isId = deadLetterPlaceOf(id) !== undefined
  return new PipelineError({
    code: 'usage.invalid',
    message: isId
      ? `There is no dead letter ${id} in tally-dead-letters.`
      : `${JSON.stringify(id)} names no dead letter: expected topic-partition-offset, such as bank.activity-3-812.`,
    action: 'Run `tally dead-letters list`, which names examples.',
  })
}
