import { dirname, resolve } from 'node:path'
import { type z } from 'zod'
import { environment, type Environment } from './environment.ts'
import { expectationOf } from './expectation.ts'
import { defaultHome } from './paths.ts'

export interface StackSettings {
  /** Absolute path of the folder that holds everything of the embedded servers. */
  readonly folder: string
  /** Absolute path of the folder with the jars; several stacks may share it. */
  readonly jarsFolder: string
  /** Folder of a JDK; undefined = the `java` of the PATH. */
  readonly javaHome: string | undefined
  readonly kafkaPort: number | undefined
  readonly elasticsearchPort: number | undefined
  readonly kafkaHeapMb: number
  readonly elasticsearchHeapMb: number
  /** Undefined = full, unless whoever starts the servers has a reason for quick. */
  readonly jit: 'quick' | 'full' | undefined
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error'
}

export interface KafkaSettings {
  /** Undefined = use the embedded Kafka. */
  readonly brokers: readonly string[] | undefined
  readonly ssl: { readonly ca?: string; readonly cert?: string; readonly key?: string } | undefined
  readonly sasl:
    | {
        readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
        readonly username: string
        readonly password: string
      }
    | undefined
}

export interface ElasticsearchSettings {
  /** Undefined = use the embedded Elasticsearch. */
  readonly url: string | undefined
  readonly auth:
    | { readonly apiKey: string }
    | { readonly username: string; readonly password: string }
    | undefined
  /** Path of a PEM file. */
  readonly ca: string | undefined
}

export interface KibanaSettings {
  /** Undefined = no Kibana is known. */
  readonly url: string | undefined
  readonly auth: ElasticsearchSettings['auth']
  /** Of a user whom a command line names. */
  readonly password: string | undefined
  /** Path of a PEM file. */
  readonly ca: string | undefined
}

export interface WorkerSettings {
  /** Where it answers for its metrics and its health. */
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
  readonly stallSeconds: number
}

export interface Settings {
  readonly logLevel: Environment['TALLY_LOG_LEVEL']
  /** Share of dead letters at which a worker pauses, in percent; 100 = never. */
  readonly deadLetterSharePercentMax: number
  /** Undefined = `tally retention` must be told. */
  readonly retentionMonths: number | undefined
  readonly worker: WorkerSettings
  readonly stack: StackSettings
  readonly kafka: KafkaSettings
  readonly elasticsearch: ElasticsearchSettings
  readonly kibana: KibanaSettings
}

/** What came of reading the settings: all of them, or every problem at once. */
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * Reads and checks every setting. An empty variable counts as unset, as it does in a compose file.
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
  workingFolder: string = process.cwd(),
): SettingsResult {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(set)
  const problems = [
    ...(parsed.error?.issues.map((issue) => describeIssue(issue, set)) ?? []),
    ...missingPartners(set),
  ]
  if (!parsed.success || problems.length > 0) return { ok: false, problems }
  return { ok: true, settings: toSettings(parsed.data, workingFolder) }
}

/**
 * The environment in which another `tally` reads these very settings of the stack.
 *
 * The stack's folder must be called `stack`, as `readSettings` calls it.
 */
export function stackEnvironment(
  stack: StackSettings,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> {
  return {
    ...env,
    TALLY_HOME: dirname(stack.folder),
    TALLY_JARS: stack.jarsFolder,
    JAVA_HOME: stack.javaHome,
    TALLY_KAFKA_PORT: stack.kafkaPort?.toString(),
    TALLY_ELASTICSEARCH_PORT: stack.elasticsearchPort?.toString(),
    TALLY_KAFKA_HEAP_MB: String(stack.kafkaHeapMb),
    TALLY_ELASTICSEARCH_HEAP_MB: String(stack.elasticsearchHeapMb),
    TALLY_STACK_JIT: stack.jit,
    TALLY_STACK_LOG_LEVEL: stack.logLevel,
  }
}

/** Settings that only make sense together: half of a pair is a mistake, not a choice. */
function missingPartners(env: Readonly<Record<string, unknown>>): string[] {
  const groups = [
    ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
    ['KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'],
    ['ELASTICSEARCH_USERNAME', 'ELASTICSEARCH_PASSWORD'],
    // A password alone is of the user whom --user names.
    ...(env['KIBANA_USERNAME'] === undefined ? [] : [['KIBANA_USERNAME', 'KIBANA_PASSWORD']]),
  ]
  return groups.flatMap((group) => {
    const given = group.filter((name) => env[name] !== undefined)
    const missing = group.filter((name) => env[name] === undefined)
    if (given.length === 0 || missing.length === 0) return []
    return [`${missing.join(', ')}: expected together with ${given.join(', ')}, but not set`]
  })
}

function describeIssue(issue: z.core.$ZodIssue, env: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0])
  const isSecret = /PASSWORD|API_KEY/.test(name)
  const came = isSecret ? 'a value that is not shown' : withoutPassword(JSON.stringify(env[name]))
  return `${name}: ${expectationOf(issue)}; got ${came}`
}

/** A URL may carry user and password, which must not reach a log by way of a message. */
function withoutPassword(text = 'nothing'): string {
  return text.replace(/\/\/[^/@]*@/, '//…@')
}

function toSettings(env: Environment, workingFolder: string): Settings {
  const home = resolve(workingFolder, env.TALLY_HOME ?? defaultHome(workingFolder))
  return {
    logLevel: env.TALLY_LOG_LEVEL,
    deadLetterSharePercentMax: env.TALLY_DEAD_LETTERS_MAX_PERCENT,
    retentionMonths: env.RETENTION_MONTHS,
    worker: {
      host: env.TALLY_WORKER_HOST,
      port: env.TALLY_WORKER_PORT,
      stallSeconds: env.TALLY_WORKER_STALL_SECONDS,
    },
    stack: {
      folder: resolve(home, 'stack'),
      jarsFolder: resolve(workingFolder, env.TALLY_JARS ?? resolve(home, 'stack', 'jars')),
      javaHome: env.JAVA_HOME,
      kafkaPort: env.TALLY_KAFKA_PORT,
      elasticsearchPort: env.TALLY_ELASTICSEARCH_PORT,
      kafkaHeapMb: env.TALLY_KAFKA_HEAP_MB,
      elasticsearchHeapMb: env.TALLY_ELASTICSEARCH_HEAP_MB,
      jit: env.TALLY_STACK_JIT,
      logLevel: env.TALLY_STACK_LOG_LEVEL,
    },
    kafka: { brokers: env.KAFKA_BROKERS?.split(','), ssl: kafkaSsl(env), sasl: kafkaSasl(env) },
    elasticsearch: {
      url: env.ELASTICSEARCH_URL,
      auth: serverAuth(env, 'ELASTICSEARCH'),
      ca: env.ELASTICSEARCH_CA,
    },
    kibana: {
      url: env.KIBANA_URL,
      auth: serverAuth(env, 'KIBANA'),
      password: env.KIBANA_PASSWORD,
      ca: env.KIBANA_CA,
    },
  }
}

function kafkaSsl(env: Environment): KafkaSettings['ssl'] {
  const isImplied = env.KAFKA_SSL_CA !== undefined || env.KAFKA_SSL_CERT !== undefined
  if (env.KAFKA_SSL === 'false' || (env.KAFKA_SSL === undefined && !isImplied)) return undefined
  return {
    ...(env.KAFKA_SSL_CA === undefined ? {} : { ca: env.KAFKA_SSL_CA }),
    ...(env.KAFKA_SSL_CERT === undefined ? {} : { cert: env.KAFKA_SSL_CERT }),
    ...(env.KAFKA_SSL_KEY === undefined ? {} : { key: env.KAFKA_SSL_KEY }),
  }
}

function kafkaSasl(env: Environment): KafkaSettings['sasl'] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username } = env
  const password = env.KAFKA_SASL_PASSWORD
  if (mechanism === undefined || username === undefined || password === undefined) return undefined
  return { mechanism, username, password }
}

function serverAuth(
  env: Environment,
  server: 'ELASTICSEARCH' | 'KIBANA',
): ElasticsearchSettings['auth'] {
  const apiKey = env[`${server}_API_KEY`]
  if (apiKey !== undefined) return { apiKey }
  const { [`${server}_USERNAME` as const]: username, [`${server}_PASSWORD` as const]: password } =
    env
  return username === undefined || password === undefined ? undefined : { username, password }
}

/**
 * The environment of a child process that works with these servers instead of those of the
 * settings. Credentials that the servers do not take are not passed on.
 */
export function childEnvironment({
  kafka,
  elasticsearch,
}: {
  readonly kafka: { readonly brokers: readonly string[]; readonly sasl: KafkaSettings['sasl'] }
  readonly elasticsearch: { readonly url: string; readonly auth: ElasticsearchSettings['auth'] }
}): NodeJS.ProcessEnv {
  const without = [
    ...(kafka.sasl === undefined ? ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] : []), // prettier-ignore
    ...(elasticsearch.auth === undefined ? ['ELASTICSEARCH_API_KEY', 'ELASTICSEARCH_USERNAME', 'ELASTICSEARCH_PASSWORD'] : []), // prettier-ignore
  ]
  const passed = Object.entries(process.env).filter(([name]) => !without.includes(name))
  return {
    ...Object.fromEntries(passed),
    KAFKA_BROKERS: kafka.brokers.join(','),
    ELASTICSEARCH_URL: elasticsearch.url,
  }
}
