import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { BulkMender, type Repair } from './bulk-mender.ts'
import { type AuditReport } from './finding.ts'
import { type Mender } from './mending.ts'

interface RepairOptions {
  readonly admin: Pick<KafkaAdmin, 'groupMembers'>
  /** Of the workers that fill the indices. */
  readonly groupId: string
  readonly client: ElasticsearchClient
  readonly url: string
  /** Audits up to what the group has committed. */
  readonly audit: (mender: Mender | undefined) => Promise<AuditReport>
}

/** What was done, and what an audit has found afterwards. */
export interface RepairReport extends AuditReport {
  readonly repair: Repair
}

/**
 * Makes every document right that an audit finds wrong, and audits again.
 *
 * @throws PipelineError `repair.workers-active` while the group has members, as they would write
 * from states in their memory; nothing is changed then. Else as `audit`.
 */
export async function repair(options: RepairOptions): Promise<RepairReport> {
  const { client, url, audit } = options
  await refuseWorkers(options)
  const mender = new BulkMender(client, url)
  try {
    await audit(mender)
  } finally {
    await mender.close()
  }
  return { ...(await audit(undefined)), repair: mender.repair }
}

async function refuseWorkers({ admin, groupId }: RepairOptions): Promise<void> {
  const members = await admin.groupMembers(groupId)
  if (members === 0) return
  throw new PipelineError({
    code: 'repair.workers-active',
    message: `Consumer group ${groupId} has ${members} ${members === 1 ? 'member' : 'members'}: expected none while documents are repaired.`,
    action:
      'Stop the workers, then run it again; Kafka forgets one that was killed within a minute.',
    context: { groupId, members },
  })
}

/** The repair for people, a line each. */
export function describeRepair({ repair }: RepairReport, shownMax = 20): readonly string[] {
  const { written, deleted, refused, named } = repair
  const rest = written + deleted + refused - Math.min(shownMax, named.length)
  return [
    `${written} documents written, ${deleted} deleted, ${refused} refused by Elasticsearch`,
    ...named.slice(0, shownMax).map(({ did, index, id }) => `  ${did}: ${index}/${id}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ]
}
