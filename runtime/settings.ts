import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { defaultHome } from './paths.ts'

const port = z.coerce.number().int().min(1024).max(65_535)
const heapMb = z.coerce.number().int().min(256).max(32_768)

/**
 * Every setting that comes from the environment, with its default and its meaning in one place.
 *
 * This is the only file that reads `process.env`. Flags of a command stand in that command's file.
 */
const environment = z.object({
  TALLY_HOME: z
    .string()
    .min(1)
    .optional()
    .describe('Folder for data, logs and jars of the embedded servers.'),
  TALLY_JARS: z
    .string()
    .min(1)
    .optional()
    .describe('Folder for those jars alone, which checkouts or CI runs may share.'),
  JAVA_HOME: z
    .string()
    .min(1)
    .optional()
    .describe('JDK for the embedded servers; without it, the `java` of the PATH.'),
  TALLY_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe log line that is written to stderr.'),
  TALLY_KAFKA_PORT: port
    .optional()
    .describe('Port of the embedded Kafka; without it 9092, or a free one if that is taken.'),
  TALLY_ELASTICSEARCH_PORT: port
    .optional()
    .describe('Port of the embedded Elasticsearch; without it 9200, or a free one.'),
  TALLY_KAFKA_HEAP_MB: heapMb.default(512).describe('Java heap of the embedded Kafka, in MiB.'),
  TALLY_ELASTICSEARCH_HEAP_MB: heapMb
    .default(1024)
    .describe('Java heap of the embedded Elasticsearch, in MiB.'),
  TALLY_STACK_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Least severe line in the log files of the embedded servers.'),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^,:\s]+:\d{1,5}(,[^,:\s]+:\d{1,5})*$/, 'expected host:port[,host:port…]')
    .optional()
    .describe('Brokers to use instead of the embedded Kafka, as host:port[,host:port…].'),
  KAFKA_SSL_CA: z.string().min(1).optional().describe('PEM file of the CA of the brokers.'),
  KAFKA_SSL_CERT: z.string().min(1).optional().describe('PEM file of the client certificate.'),
  KAFKA_SSL_KEY: z.string().min(1).optional().describe('PEM file of the client key.'),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .optional()
    .describe('How to authenticate to the brokers.'),
  KAFKA_SASL_USERNAME: z.string().min(1).optional().describe('User at the brokers.'),
  KAFKA_SASL_PASSWORD: z.string().min(1).optional().describe('Password at the brokers (secret).'),
  ELASTICSEARCH_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Elasticsearch to use instead of the embedded one.'),
  ELASTICSEARCH_API_KEY: z.string().min(1).optional().describe('API key (secret).'),
  ELASTICSEARCH_USERNAME: z.string().min(1).optional().describe('User at Elasticsearch.'),
  ELASTICSEARCH_PASSWORD: z.string().min(1).optional().describe('Password (secret).'),
  ELASTICSEARCH_CA: z.string().min(1).optional().describe('PEM file of the CA of Elasticsearch.'),
})

type Environment = z.output<typeof environment>

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

export interface Settings {
  readonly logLevel: Environment['TALLY_LOG_LEVEL']
  readonly stack: StackSettings
  readonly kafka: KafkaSettings
  readonly elasticsearch: ElasticsearchSettings
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
    TALLY_STACK_LOG_LEVEL: stack.logLevel,
  }
}

/** Name, meaning and default of every setting, for help and reference pages. */
export function describeSettings(): { name: string; meaning: string; default: string }[] {
  return Object.entries(environment.shape).map(([name, schema]) => {
    const unset = schema.safeParse(undefined)
    const value: unknown = unset.success ? unset.data : undefined
    return {
      name,
      meaning: schema.description ?? '',
      default: value === undefined ? '' : String(value),
    }
  })
}

/** Settings that only make sense together: half of a pair is a mistake, not a choice. */
function missingPartners(env: Readonly<Record<string, unknown>>): string[] {
  const groups = [
    ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
    ['KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'],
    ['ELASTICSEARCH_USERNAME', 'ELASTICSEARCH_PASSWORD'],
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
  const came = isSecret ? 'a value that is not shown' : JSON.stringify(env[name])
  return `${name}: ${issue.message}; got ${came}`
}

function toSettings(env: Environment, workingFolder: string): Settings {
  const home = resolve(workingFolder, env.TALLY_HOME ?? defaultHome(workingFolder))
  return {
    logLevel: env.TALLY_LOG_LEVEL,
    stack: {
      folder: resolve(home, 'stack'),
      jarsFolder: resolve(workingFolder, env.TALLY_JARS ?? resolve(home, 'stack', 'jars')),
      javaHome: env.JAVA_HOME,
      kafkaPort: env.TALLY_KAFKA_PORT,
      elasticsearchPort: env.TALLY_ELASTICSEARCH_PORT,
      kafkaHeapMb: env.TALLY_KAFKA_HEAP_MB,
      elasticsearchHeapMb: env.TALLY_ELASTICSEARCH_HEAP_MB,
      logLevel: env.TALLY_STACK_LOG_LEVEL,
    },
    kafka: { brokers: env.KAFKA_BROKERS?.split(','), ssl: kafkaSsl(env), sasl: kafkaSasl(env) },
    elasticsearch: {
      url: env.ELASTICSEARCH_URL,
      auth: elasticsearchAuth(env),
      ca: env.ELASTICSEARCH_CA,
    },
  }
}

function kafkaSsl(env: Environment): KafkaSettings['ssl'] {
  if (env.KAFKA_SSL_CA === undefined && env.KAFKA_SSL_CERT === undefined) return undefined
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

function elasticsearchAuth(env: Environment): ElasticsearchSettings['auth'] {
  if (env.ELASTICSEARCH_API_KEY !== undefined) return { apiKey: env.ELASTICSEARCH_API_KEY }
  const { ELASTICSEARCH_USERNAME: username, ELASTICSEARCH_PASSWORD: password } = env
  return username === undefined || password === undefined ? undefined : { username, password }
}
