import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSettings } from '../runtime/settings.ts'
import { connectKafka } from '../runtime/kafka/connection.ts'
import { createLog } from '../runtime/log.ts'
import { findJava } from '../stack/java.ts'
import { type Certificates, makeCertificates } from '../test/certificates.ts'
import { aclsInGuide } from '../test/cluster-guide.ts'
import { type OwnServer, startOwnElasticsearch } from '../test/own-server.ts'
import { type SecuredKafka, startSecuredKafka } from '../test/secured-kafka.ts'
import { startTally } from '../test/tally.ts'
import { startTlsProxy, type TlsProxy } from '../test/tls-proxy.ts'
import { waitFor } from '../test/wait-for.ts'

const secrets = {
  setup: 'Sesame-setup-1',
  generator: 'Sesame-generator-2',
  worker: 'Sesame-worker-3',
  apiKey: 'U2VzYW1lLWtleS00',
  password: 'Sesame-elastic-5',
}
const basic = `Basic ${Buffer.from(`tally:${secrets.password}`).toString('base64')}`
/** What no command may say, nor anybody see of it. */
const secretWords = [...Object.values(secrets), basic.slice('Basic '.length), 'Sesame-wrong']

let folder: string
let certificates: Certificates
let kafka: SecuredKafka
let elasticsearch: OwnServer
let proxy: TlsProxy

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `tally-test-${process.pid}-`))
  const read = readSettings()
  const java = await findJava(read.ok ? read.settings.stack.javaHome : undefined)
  certificates = await makeCertificates(folder, java)
  elasticsearch = await startOwnElasticsearch([])
  proxy = await startTlsProxy(`http://127.0.0.1:${elasticsearch.port}`, certificates, [
    basic,
    `ApiKey ${secrets.apiKey}`,
  ])
  kafka = await startSecuredKafka(certificates, [
    { name: 'tally-setup', password: secrets.setup },
    { name: 'tally-generator', password: secrets.generator },
    { name: 'tally-worker', password: secrets.worker },
  ])
  await allow()
}, 180_000)

afterAll(async () => {
  await proxy.close()
  await Promise.all([kafka.stop(), elasticsearch.stop()])
  await rm(folder, { recursive: true, force: true })
})

/** Nothing but what the guide says. */
async function allow(): Promise<void> {
  const log = createLog({ level: 'silent', name: 'test' })
  const servers = { brokers: [kafka.open], ssl: undefined, sasl: undefined }
  const admin = connectKafka(servers, { clientId: 'test', log }).kafka.admin()
  await admin.connect()
  const acl = [...(await aclsInGuide())]
  // A client that is known by its certificate may do what a worker may.
  const asClient = acl
    .filter(({ principal }) => principal === 'User:tally-worker')
    .map((each) => ({ ...each, principal: 'User:tally-client' }))
  await admin.createAcls({ acl: [...acl, ...asClient] })
  const any = 1
  const all = { resourceType: any, resourcePatternType: any, operation: any, permissionType: any }
  await waitFor('the rows to be in force', async () => {
    const { resources } = await admin.describeAcls(all)
    const rows = resources.flatMap(({ acls }) => acls)
    return rows.length === acl.length + asClient.length || undefined
  })
  await admin.disconnect()
}

const asUser = (
  user: 'setup' | 'generator' | 'worker',
  mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512' = 'scram-sha-512',
): Record<string, string> => ({
  KAFKA_BROKERS: kafka.sasl,
  KAFKA_SSL_CA: certificates.serverCa,
  KAFKA_SASL_MECHANISM: mechanism,
  KAFKA_SASL_USERNAME: `tally-${user}`,
  KAFKA_SASL_PASSWORD: secrets[user],
  ELASTICSEARCH_URL: proxy.url,
  ELASTICSEARCH_CA: certificates.serverCa,
  ELASTICSEARCH_API_KEY: secrets.apiKey,
})

function secretsIn(text: string): readonly string[] {
  return secretWords.filter((word) => text.includes(word))
}

async function run(words: readonly string[], environment: Record<string, string>) {
  const { ended, output } = startTally(words, environment)
  const status = await ended
  expect(secretsIn(output())).toEqual([])
  return { status, output: output() }
}

describe('servers that let in only whom they know', () => {
  it('run the whole pipeline with least privileges, and an audit finds nothing', async () => {
    const setUp = await run(['setup'], asUser('setup'))
    const generated = await run(['generate', '--backfill', '2', '--customers', '50', '--events', '500'], asUser('generator')) // prettier-ignore
    const worker = startTally(['worker'], asUser('worker'))
    const status = await waitFor('everything to be indexed', indexed, { deadlineMs: 60_000 })
    const commandLine = await readFile(`/proc/${worker.process.pid}/cmdline`, 'utf8').catch(() => '') // prettier-ignore
    worker.process.kill('SIGTERM')
    const end = await worker.ended
    const audited = await run(['audit', '--json'], asUser('worker'))

    expect([setUp.status, generated.status, end], `${setUp.output}${generated.output}${worker.output()}`).toEqual([0, 0, 0]) // prettier-ignore
    expect(secretsIn(`${worker.output()} ${commandLine}`)).toEqual([])
    expect(status).toMatch('"lag":0')
    expect(audited.status, audited.output).toBe(0)
    expect(audited.output).toMatch(/"events":500.*"missing":0,"unexpected":0,"different":0/)
  }, 120_000)

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'are told by %s',
    async (mechanism) => {
      const { status, output } = await run(['status', '--json'], asUser('worker', mechanism))

      expect(status, output).toBe(0)
    },
  )

  it('are told by a client certificate, and by user and password', async () => {
    const { status, output } = await run(['status', '--json'], {
      KAFKA_BROKERS: kafka.mutualTls,
      KAFKA_SSL_CA: certificates.serverCa,
      KAFKA_SSL_CERT: certificates.clientCertificate,
      KAFKA_SSL_KEY: certificates.clientKey,
      ELASTICSEARCH_URL: proxy.url,
      ELASTICSEARCH_CA: certificates.serverCa,
      ELASTICSEARCH_USERNAME: 'tally',
      ELASTICSEARCH_PASSWORD: secrets.password,
    })

    expect(status, output).toBe(0)
  })
})

/** What is wrong, and what it says of it. */
type Refused = readonly [
  what: string,
  change: () => Record<string, string>,
  words: RegExp,
  exit: number,
]

// prettier-ignore
const refused: readonly Refused[] = [
  ['a wrong password of Kafka', () => ({ KAFKA_SASL_PASSWORD: 'Sesame-wrong-6' }), /Kafka at .*authentication/i, 1],
  ['a CA that did not sign the certificate of Kafka', () => ({ KAFKA_SSL_CA: certificates.otherCa }), /Kafka at .*certificate/, 1],
  ['no client certificate where one is needed', () => ({ KAFKA_BROKERS: kafka.mutualTls, KAFKA_SASL_MECHANISM: '', KAFKA_SASL_USERNAME: '', KAFKA_SASL_PASSWORD: '' }), /Kafka at /, 1],
  ['TLS to a listener that has none', () => ({ KAFKA_BROKERS: kafka.open }), /Kafka at /, 1],
  ['a user who may not read the group', () => ({ KAFKA_SASL_USERNAME: 'tally-generator', KAFKA_SASL_PASSWORD: secrets.generator }), /Kafka at .* who may not read the group/, 1],
  ['a wrong key of Elasticsearch', () => ({ ELASTICSEARCH_API_KEY: 'Sesame-wrong-7' }), /Elasticsearch at .*401/, 1],
  ['a CA that did not sign the certificate of Elasticsearch', () => ({ ELASTICSEARCH_CA: certificates.otherCa }), /Elasticsearch at .*certificate/, 1],
  ['http to a server that speaks https', () => ({ ELASTICSEARCH_URL: proxy.url.replace('https', 'http') }), /Elasticsearch at /, 1],
  ['a CA that is no file', () => ({ KAFKA_SSL_CA: join(folder, 'gone.pem') }), /KAFKA_SSL_CA: .* cannot be read/, 2],
]

describe('who is not let in', () => {
  it.concurrent.each(refused)(
    '%s: is told what to do, in one sentence, and where more is said',
    async (_, change, words, exit) => {
      const { status, output } = await run(['status'], { ...asUser('worker'), ...change() })

      expect(output).toMatch(words)
      // What happened, what to do, and the page that says more.
      const lines = output.trim().split('\n')
      expect([status, lines.length, lines[2]], output).toEqual([
        exit,
        3,
        expect.stringMatching(/^ {2}docs\/runbooks\//),
      ])
    },
  )
})

async function indexed(): Promise<string | undefined> {
  const { output } = await run(['status', '--json'], asUser('worker'))
  return output.includes('"lag":0') ? output : undefined
}
