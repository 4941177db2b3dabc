import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { accountEffectOf } from '../cli/bank-account-effect.ts'
import { bankActivity, type BankEvent } from '../contracts/events/bank-activity.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { listScenarios, type NamedScenario } from '../generator/scenarios/read-scenario.ts'
import { type AuditReport } from '../ingest/audit/finding.ts'
import { LedgerCheck, type LedgerReport } from '../ingest/audit/ledger-check.ts'
import { connectElasticsearch, type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts' // prettier-ignore
import { type AuditedPipeline, indexEverything, putTemplates, runAudit } from './audited-pipeline.ts' // prettier-ignore
import { useKafka } from './kafka-fixture.ts'
import { MemoryLogIdentities } from './memory-log-identities.ts'
import { playSmall } from './small-scenario.ts'

const scenarios = await listScenarios()
const kafka = useKafka()
const url = inject('elasticsearchUrl')
let client: ElasticsearchClient
let folder = ''

beforeAll(async () => {
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
  folder = await mkdtemp(join(tmpdir(), 'tally-scenarios-'))
})
afterAll(async () => {
  await client.close()
  await rm(folder, { recursive: true })
})

interface Audited {
  readonly report: AuditReport
  readonly ledger: LedgerReport
}

/** Through a worker into indices of its own, then held against the log and the ledger. */
async function indexAndAudit(named: NamedScenario): Promise<Audited> {
  const pipeline = await makePipeline()
  const file = join(folder, `${named.name}.ndjson`)
  await playSmall(named, { connection: kafka.connection, topic: pipeline.topic, ledger: file })
  await indexEverything(pipeline)
  const ledger = await LedgerCheck.open(file, accountEffectOf)
  const report = await runAudit(pipeline, { onFolded: (folded) => { ledger.observe(folded) } }) // prettier-ignore
  return { report, ledger: await ledger.finish() }
}

async function makePipeline(): Promise<AuditedPipeline<BankEvent>> {
  const { partitions, settings } = bankActivity
  const topic = await kafka.makeTopic(partitions, settings)
  const processor = { ...bankProcessor(defaultFoldSettings), topics: [{ ...bankActivity, name: topic }] } // prettier-ignore
  const indexVersion = randomInt(100_000, 1_000_000_000)
  await putTemplates(client, processor, indexVersion)
  const groupId = `test-${randomUUID()}`
  const identities = new MemoryLogIdentities()
  return { kafka, client, url, processor, topic, partitions, indexVersion, groupId, identities }
}

/** A line of the table in docs/delivery.md; `--reporter=verbose` shows them. */
function lineOf(name: string, { report }: Audited): string {
  const { events, applied, duplicates, deadLetters, missing, unexpected, different } = report
  const perThousand = Math.round((report.documents.activities * 1000) / events)
  return `| ${[name, events, applied, duplicates, deadLetters, missing, unexpected, different, perThousand].join(' | ')} |` // prettier-ignore
}

/** What the faults of a scenario come to; without them, nothing. */
function wrongOn({ scenario: { faults } }: NamedScenario) {
  return { duplicates: faults?.duplicates !== undefined, deadLetters: faults?.poison !== undefined }
}

describe('an audit is clean, and agrees with the ledger of the generator, after', () => {
  test.for(scenarios)('$name', async (named, { annotate }) => {
    const audited = await indexAndAudit(named)
    await annotate(lineOf(named.name, audited))

    const { report, ledger } = audited
    const { departures } = ledger
    expect(report).toMatchObject({ events: departures, missing: 0, unexpected: 0, different: 0, differences: [], ok: true }) // prettier-ignore
    expect(ledger).toMatchObject({ found: departures, dropped: 0, differences: [], ok: true })
    expect(departures).toBeGreaterThan(300)
    expect({ duplicates: report.duplicates > 0, deadLetters: report.deadLetters > 0 }).toEqual(wrongOn(named)) // prettier-ignore
  })
})
