import { z } from 'zod'
import { bankActivity, type BankEvent } from '../contracts/events/bank-activity.ts'
import { type LogRecord, partOf, type Processor } from '../contracts/processor.ts'
import { defaultFoldSettings, everyStream } from '../enrich/streams.ts'
import { audit as auditLog } from '../ingest/audit/audit.ts'
import { type AuditReport, describeAudit, joinReports } from '../ingest/audit/finding.ts'
import { createIndexedDocuments, type OffsetWindow } from '../ingest/audit/indexed-documents.ts'
import { describeLedger, LedgerCheck, type LedgerReport } from '../ingest/audit/ledger-check.ts'
import { type Mender } from '../ingest/audit/mending.ts'
import { describeRepair, repair, type RepairReport } from '../ingest/audit/repair.ts'
import { floorsIn, type RetentionFloors } from '../ingest/retention/floors.ts'
import { createIndexStore } from '../ingest/setup/index-store.ts'
import { metaIdOf, metaIndex } from '../ingest/setup/meta.ts'
import { connectElasticsearch, type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts' // prettier-ignore
import { createAdmin, type KafkaAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { type LogReader, openLogReader } from '../runtime/kafka/reader.ts'
import { createLog } from '../runtime/log.ts'
import { keepHeapSmall } from '../runtime/small-heap.ts'
import { accountEffectOf } from './bank-account-effect.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { progressBar } from './progress-bar.ts'
import { resolveServers } from './servers.ts'
import { findIndexVersion } from './set-up-servers.ts'
import { wrongUsage } from './wrong-usage.ts'

const auditFlags = z.object({
  ledger: z
    .string()
    .optional()
    .describe('Also holds the ledger of a run of the generator against the log.')
    .meta({ value: 'FILE' }),
  repair: z
    .boolean()
    .default(false)
    .describe('Makes every document right that is wrong, and audits again; no worker may run.'),
  json: z.boolean().default(false).describe('One JSON object on stdout.'),
})
type AuditFlags = z.output<typeof auditFlags>

type FullReport = (AuditReport | RepairReport) & { readonly ledger?: LedgerReport }

export const audit = defineCommand({
  flags: auditFlags,
  examples: [
    ['tally audit', 'up to what the workers have committed; they may go on meanwhile'],
    ['tally audit --json', 'for programs: {"events":…,"missing":…,…,"ok":…}; exit 1 if not ok'],
    ['tally audit --ledger run.ndjson', 'and whether the log has what `tally generate` has sent'],
    ['tally audit --repair', 'when the workers are stopped'],
  ],
  async run({ flags }, context) {
    if (flags.repair && flags.ledger !== undefined) {
      throw wrongUsage(['--ledger: expected no --repair, which audits twice'], 'tally audit --help')
    }
    keepHeapSmall()
    const report = await runAudit(flags, context)
    if (flags.json) context.terminal.print(JSON.stringify(report))
    else for (const line of describe(report)) context.terminal.print(line)
    return report.ok && report.ledger?.ok !== false ? 0 : 1
  },
})

function describe(report: FullReport): readonly string[] {
  return [
    ...('repair' in report ? describeRepair(report) : []),
    ...describeAudit(report),
    ...(report.ledger === undefined ? [] : describeLedger(report.ledger)),
  ]
}

/** What an audit works with. */
interface Tools {
  readonly reader: LogReader
  readonly admin: KafkaAdmin
  readonly client: ElasticsearchClient
  readonly url: string
  readonly indexVersion: number
  readonly groupId: string
  readonly floors: RetentionFloors
  readonly context: CommandContext
}

async function runAudit(flags: AuditFlags, context: CommandContext): Promise<FullReport> {
  const ledger =
    flags.ledger === undefined ? undefined : await LedgerCheck.open(flags.ledger, bankEffectOf)
  const { kafka, elasticsearch } = await resolveServers(context)
  const log = createLog({ level: context.settings.logLevel, name: 'audit' })
  const connection = connectKafka(kafka, { clientId: 'tally-audit', log })
  const reader = await openLogReader(connection)
  const admin = await createAdmin(connection)
  const client = connectElasticsearch(elasticsearch)
  const { url } = elasticsearch
  try {
    const store = createIndexStore(client, url)
    const indexVersion = await findIndexVersion(store)
    const groupId = metaIdOf(indexVersion)
    const floors = floorsIn((await store.findDocument(metaIndex, groupId))?.source ?? {})
    const tools = { reader, admin, client, url, indexVersion, groupId, floors, context }
    if (flags.repair) {
      return await repair({ ...tools, audit: (mender) => auditOnce(tools, { mender }) })
    }
    const report = await auditOnce(tools, { ledger })
    return ledger === undefined ? report : { ...report, ledger: await ledger.finish() }
  } finally {
    context.terminal.endProgress()
    await Promise.all([client.close(), admin.close(), reader.close()])
  }
}

/** Only records of the bank's topic are shown to a ledger. */
function bankEffectOf(event: unknown) {
  return accountEffectOf(event as BankEvent)
}

interface Beside {
  readonly mender?: Mender | undefined
  /** Of a run of the generator, whose events are the bank's. */
  readonly ledger?: LedgerCheck<unknown> | undefined
}

async function auditOnce(tools: Tools, beside: Beside): Promise<AuditReport> {
  const processor = everyStream(defaultFoldSettings)
  const reports: AuditReport[] = []
  for (const { name } of processor.topics) {
    reports.push(await auditTopic(name, partOf(processor, name), { ...tools, ...beside }))
  }
  return joinReports(reports)
}

async function auditTopic(
  topic: string,
  processor: Processor,
  { reader, admin, client, url, indexVersion, groupId, floors, context, ...beside }: Tools & Beside,
): Promise<AuditReport> {
  const { terminal, signal } = context
  const ledger = topic === bankActivity.name ? beside.ledger : undefined
  const committed = await admin.groupOffsets(groupId, topic)
  const ends = committed.map(({ offset }) => offset ?? 0)
  return auditLog({
    processor,
    topic,
    partitions: ends.length,
    indexVersion,
    ends,
    logEnds: async () => (await admin.offsetsOf(topic)).map(({ end }) => end),
    readLog: (windows) => readWindows(topic, reader, windows, signal),
    documents: createIndexedDocuments(client, {
      url,
      indices: processor.indices,
      indexVersion,
      signal,
    }),
    floors,
    onFolded:
      ledger &&
      ((folded) => {
        ledger.observe(folded)
      }),
    mender: beside.mender,
    onProgress: (step, share) => {
      terminal.progress(`Auditing ${topic} · ${step} ${progressBar(share)}`)
    },
  })
}

async function readWindows(
  topic: string,
  reader: LogReader,
  ranges: readonly OffsetWindow[],
  signal: AbortSignal,
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = []
  const onRecords = (some: readonly LogRecord[]) => {
    for (const record of some) records.push(record)
  }
  await reader.read({ topic, ranges, onRecords, signal })
  return records
}
