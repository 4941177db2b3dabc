import { z } from 'zod'
import { firstIndexVersion } from '../contracts/catalogue.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { templateNameOf } from '../contracts/index-definition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { audit as auditLog } from '../ingest/audit/audit.ts'
import { type AuditReport, describeAudit } from '../ingest/audit/finding.ts'
import { createIndexedDocuments, type OffsetWindow } from '../ingest/audit/indexed-documents.ts'
import { metaIdOf } from '../ingest/setup/meta.ts'
import { createStateReader } from '../ingest/state-reader.ts'
import { connectElasticsearch } from '../runtime/elasticsearch/connection.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka, type KafkaConnection } from '../runtime/kafka/connection.ts'
import { type LogReader, openLogReader } from '../runtime/kafka/reader.ts'
import { createLog } from '../runtime/log.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { progressBar } from './progress-bar.ts'
import { resolveServers } from './servers.ts'

export const audit = defineCommand({
  name: 'audit',
  summary: 'Fold the log again and name every document that is missing, unexpected or different.',
  flags: z.object({ json: z.boolean().default(false).describe('One JSON object on stdout.') }),
  examples: [
    ['tally audit', 'up to what the workers have committed; they may go on meanwhile'],
    ['tally audit --json', 'for programs: {"ok":…,"missing":…,…}; exit 1 if anything differs'],
  ],
  async run({ flags }, context) {
    const report = await runAudit(context)
    if (flags.json) context.terminal.print(JSON.stringify(report))
    else for (const line of describeAudit(report)) context.terminal.print(line)
    return report.ok ? 0 : 1
  },
})

async function runAudit(context: CommandContext): Promise<AuditReport> {
  const { terminal, settings, signal } = context
  const { kafka, elasticsearch } = await resolveServers(context)
  const log = createLog({ level: settings.logLevel, name: 'audit' })
  const connection = connectKafka(kafka, { clientId: 'tally-audit', log })
  const reader = await openLogReader(connection)
  const client = connectElasticsearch(elasticsearch)
  const { url } = elasticsearch
  const processor = bankProcessor(defaultFoldSettings)
  const indexVersion = firstIndexVersion
  try {
    const ends = await committedEnds(connection, metaIdOf(indexVersion))
    const patterns = processor.indices.map((index) => `${templateNameOf(index, indexVersion)}-*`)
    return await auditLog({
      processor,
      topic: bankActivity.name,
      partitions: ends.length,
      indexVersion,
      ends,
      readLog: (windows) => readWindows(reader, windows, signal),
      documents: createIndexedDocuments(client, { url, patterns }),
      reader: createStateReader(client, url),
      onProgress: (share) => {
        terminal.progress(`Auditing ${progressBar(share)}`)
      },
    })
  } finally {
    terminal.endProgress()
    await reader.close()
    await client.close()
  }
}

/** What the group has committed, in the order of the partitions; 0 where it has nothing. */
async function committedEnds(connection: KafkaConnection, groupId: string): Promise<number[]> {
  const admin = await createAdmin(connection)
  try {
    const offsets = await admin.groupOffsets(groupId, bankActivity.name)
    return offsets.map(({ offset }) => offset ?? 0)
  } finally {
    await admin.close()
  }
}

async function readWindows(
  reader: LogReader,
  ranges: readonly OffsetWindow[],
  signal: AbortSignal,
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = []
  const onRecords = (some: readonly LogRecord[]) => {
    for (const record of some) records.push(record)
  }
  await reader.read({ topic: bankActivity.name, ranges, onRecords, signal })
  return records
}
