import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { topics } from '../contracts/catalogue.ts'
import { setUpTopics } from '../ingest/setup/topics.ts'
import { createAdmin } from '../runtime/kafka/admin.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createLog } from '../runtime/log.ts'
import { runCommand } from '../stack/command.ts'
import { askKafka } from '../stack/kafka-probe.ts'
import { anyFreePort } from '../stack/ports.ts'
import { environmentOf, serviceOf } from './compose-file.ts'
import { type OwnServer, startOwnKafka } from './own-server.ts'

/** Not settings of the broker, but of how the image starts it. */
const ofTheImage = ['KAFKA_HEAP_OPTS', 'EXTRA_ARGS']

/** What the image makes of its environment, at other ports and in another folder. */
function propertiesOf(ports: Readonly<Record<'host' | 'network' | 'controller', number>>): string {
  const changed = {
    KAFKA_LISTENERS: `NETWORK://127.0.0.1:${ports.network},HOST://127.0.0.1:${ports.host},CONTROLLER://127.0.0.1:${ports.controller}`,
    KAFKA_ADVERTISED_LISTENERS: `NETWORK://kafka:${ports.network},HOST://127.0.0.1:${ports.host}`,
    KAFKA_CONTROLLER_QUORUM_VOTERS: `1@127.0.0.1:${ports.controller}`,
    KAFKA_LOG_DIRS: 'data/kafka',
  }
  return Object.entries({ ...environmentOf(serviceOf('kafka')), ...changed })
    .filter(([name]) => !ofTheImage.includes(name))
    .map(
      ([name, value]) =>
        `${name.slice('KAFKA_'.length).toLowerCase().replaceAll('_', '.')}=${value}\n`,
    ) // prettier-ignore
    .join('')
}

describe('Kafka with the settings of docker-compose.yml', () => {
  let kafka: OwnServer
  let network = 0

  beforeAll(async () => {
    network = await anyFreePort()
    const controller = await anyFreePort()
    kafka = await startOwnKafka((host, { folder }) =>
      writeFile(
        join(folder, 'config', 'kafka.properties'),
        propertiesOf({ host, network, controller }),
      ),
    )
  }, 120_000)
  afterAll(() => kafka.stop())

  it('sends clients on to the port of the listener that they came by', async () => {
    const fromHost = await askKafka(kafka.port, 5000)
    const fromNetwork = await askKafka(network, 5000)

    expect([fromHost?.ports, fromNetwork?.ports]).toEqual([[kafka.port], [network]])
  })

  it('makes the topics of setup, with one copy', async () => {
    const log = createLog({ level: 'silent', name: 'test' })
    const servers = { brokers: [`127.0.0.1:${kafka.port}`], ssl: undefined, sasl: undefined }
    const admin = await createAdmin(connectKafka(servers, { clientId: 'test', log }))

    const first = await setUpTopics(admin, topics)
    const second = await setUpTopics(admin, topics)
    await admin.close()

    expect(first.map(({ outcome }) => outcome)).toEqual(topics.map(() => 'made'))
    expect(second.map(({ outcome }) => outcome)).toEqual(topics.map(() => 'unchanged'))
  })
})

/** How every script of Kafka starts Java, as far as its memory is concerned (kafka-run-class.sh). */
const script = `#!/bin/sh
exec java $KAFKA_HEAP_OPTS \${KAFKA_JVM_PERFORMANCE_OPTS:--server -XX:+UseG1GC -XX:MaxGCPauseMillis=20} -version
`

describe('the health check of Kafka in docker-compose.yml', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tally-health-'))
    await writeFile(join(folder, 'kafka-broker-api-versions.sh'), script, { mode: 0o755 })
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('gives Java words that it starts with, beside those of the script', async () => {
    const [kind, line = ''] = serviceOf('kafka').healthcheck.test ?? []

    const ended = await runCommand('sh', ['-c', line.replace('/opt/kafka/bin', folder)])

    expect(kind).toBe('CMD-SHELL')
    expect(line).toContain('/opt/kafka/bin/kafka-broker-api-versions.sh')
    expect(ended).toMatchObject({ status: 0 })
  })
})
