import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { topics } from '../contracts/catalogue.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { setUpTopics } from '../ingest/setup/topics.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka, type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createLog } from '../runtime/log.ts'
import { anyFreePort } from '../stack/ports.ts'
import { textOf } from '../test/kafka-fixture.ts'
import { type OwnServer, startOwnKafka } from '../test/own-server.ts'
import { readTopic } from '../test/read-topic.ts'
import { type RunningTally, startTally } from '../test/tally.ts'
import { waitFor } from '../test/wait-for.ts'

const deadline = { deadlineMs: 120_000 }
let folder = ''
let healthPort = 0
let kafka: OwnServer
let connection: KafkaConnection

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-bank-'))
  kafka = await startOwnKafka(() => Promise.resolve())
  healthPort = await anyFreePort()
  const servers = { brokers: [`127.0.0.1:${kafka.port}`], ssl: undefined, sasl: undefined }
  const log = createLog({ level: 'silent', name: 'test' })
  connection = connectKafka(servers, { clientId: 'test', log })
  const admin = await createAdmin(connection)
  await setUpTopics(admin, topics)
  await admin.close()
}, 180_000)

afterAll(async () => {
  await kafka.stop()
  await rm(folder, { recursive: true, force: true })
})

/** With no Elasticsearch named: an empty setting counts as unset. */
function startBank(): RunningTally {
  const size = ['--customers', '20', '--days', '1', '--rate', '20']
  return startTally(['bank', ...size, '--health-port', String(healthPort)], {
    TALLY_HOME: folder,
    KAFKA_BROKERS: `127.0.0.1:${kafka.port}`,
    ELASTICSEARCH_URL: '',
  })
}

/** Until it is live and has sent something. @returns its exit status, and what it said */
async function playUntilLive({ process, ended, output }: RunningTally) {
  await waitFor('the bank to send live events', hasSentLive, deadline)
  process.kill('SIGTERM')
  return { status: await ended, output: output() }
}

async function hasSentLive(): Promise<true | undefined> {
  const answer = await fetch(`http://127.0.0.1:${healthPort}/health/ready`).catch(() => undefined)
  if (answer?.status !== 200) return undefined
  const { part, sent } = (await answer.json()) as { part: string; sent: number }
  return part === 'live' && sent > 0 ? true : undefined
}

async function idsInLog(): Promise<string[]> {
  const records = await readTopic(connection, bankActivity.name)
  return records.map((record) => (JSON.parse(textOf(record)) as { id: string }).id)
}

describe('tally bank', () => {
  it('goes on after a restart where the log ends, without an Elasticsearch', async () => {
    const first = await playUntilLive(startBank())
    const before = await idsInLog()
    const second = await playUntilLive(startBank())
    const after = await idsInLog()

    expect([first.status, second.status]).toEqual([0, 0])
    expect(first.output).toContain('A new bank: --seed 1')
    expect(second.output).toContain('The bank goes on where it was: --seed 1')
    expect(before.length).toBeGreaterThan(30)
    expect(after.length).toBeGreaterThan(before.length)
    expect(new Set(after).size).toBe(after.length)
  }, 300_000)
})
