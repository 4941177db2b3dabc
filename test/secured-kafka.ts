import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { anyFreePort } from '../stack/ports.ts'
import { type Certificates, storePassword } from './certificates.ts'
import { type OwnServer, startOwnKafka, type Workshop } from './own-server.ts'

/** A user of a secured Kafka. */
export interface KafkaUser {
  readonly name: string
  readonly password: string
}

/** A Kafka that lets nobody do anything that no ACL allows, but for who comes without TLS. */
export interface SecuredKafka extends OwnServer {
  /** `host:port` of the listener with TLS and SASL: SCRAM-SHA-512, SCRAM-SHA-256 and PLAIN. */
  readonly sasl: string
  /** `host:port` of the listener that knows clients by their certificates. */
  readonly mutualTls: string
  /** `host:port` of the listener without either, where everything is allowed. */
  readonly open: string
}

export async function startSecuredKafka(
  certificates: Certificates,
  users: readonly KafkaUser[],
): Promise<SecuredKafka> {
  const [saslPort, tlsPort] = [await anyFreePort(), await anyFreePort()]
  const server = await startOwnKafka(async (port, workshop) => {
    const path = join(workshop.folder, 'config', 'kafka.properties')
    const written = await readFile(path, 'utf8')
    await writeFile(path, secured(written, { port, saslPort, tlsPort, certificates, users }))
    await format(path, workshop, users)
  })
  const at = (port: number) => `127.0.0.1:${port}`
  return { ...server, sasl: at(saslPort), mutualTls: at(tlsPort), open: at(server.port) }
}

interface Listeners {
  readonly port: number
  readonly saslPort: number
  readonly tlsPort: number
  readonly certificates: Certificates
  readonly users: readonly KafkaUser[]
}

/** The last of two lines with the same name counts. */
function secured(written: string, listeners: Listeners): string {
  const { port, saslPort, tlsPort, certificates, users } = listeners
  const outside = `PLAINTEXT://127.0.0.1:${port},SASL_SSL://127.0.0.1:${saslPort},SSL://127.0.0.1:${tlsPort}`
  const controller = /CONTROLLER:\/\/[\d.]+:\d+/.exec(written)?.[0] ?? ''
  const logins = users.map(({ name, password }) => `user_${name}="${password}"`).join(' ')
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'
  const lines = [
    `listeners=${outside},${controller}`,
    `advertised.listeners=${outside}`,
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL',
    'inter.broker.listener.name=PLAINTEXT',
    'sasl.enabled.mechanisms=SCRAM-SHA-512,SCRAM-SHA-256,PLAIN',
    `listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=${scram}`,
    `listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=${scram}`,
    `listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required ${logins};`,
    ...['ssl.keystore.type=PKCS12', `ssl.keystore.location=${certificates.serverStore}`],
    ...[`ssl.keystore.password=${storePassword}`, `ssl.key.password=${storePassword}`],
    ...['ssl.truststore.type=PKCS12', `ssl.truststore.location=${certificates.trustStore}`],
    `ssl.truststore.password=${storePassword}`,
    'listener.name.ssl.ssl.client.auth=required',
    'listener.name.ssl.ssl.principal.mapping.rules=RULE:^CN=([^,]+).*$/$1/',
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users=User:ANONYMOUS',
  ]
  return `${written}\n${lines.join('\n')}\n`
}

/** Users of SCRAM are in the metadata, from before the first start. */
async function format(path: string, { folder, java, jars }: Workshop, users: readonly KafkaUser[]) {
  await mkdir(join(folder, 'data', 'kafka'), { recursive: true })
  const logins = users.flatMap(({ name, password }) =>
    ['SCRAM-SHA-512', 'SCRAM-SHA-256'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  )
  const clusterId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url')
  await promisify(execFile)(
    java.java,
    ['-cp', jars.kafkaClassPath, 'kafka.tools.StorageTool', 'format', '--cluster-id', clusterId, '--config', path, ...logins], // prettier-ignore
    { cwd: folder },
  )
}
