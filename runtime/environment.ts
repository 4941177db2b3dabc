import { z } from 'zod'

const port = wholeNumber({ min: 1024, max: 65_535 })
const heapMb = wholeNumber({ min: 256, max: 32_768 })

/**
 * Every setting that comes from the environment, with its default and its meaning in one place.
 *
 * Flags of a command stand in that command's file.
 */
export const environment = z.object({
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
  TALLY_DEAD_LETTERS_MAX_PERCENT: wholeNumber({ min: 1, max: 100 })
    .default(50)
    .describe(
      'A worker pauses when more than so many percent of at least 1,000 records in a minute are dead letters, until `tally dead-letters accept`; 100 = never.',
    ),
  RETENTION_MONTHS: wholeNumber({ min: 2, max: 1200 })
    .optional()
    .describe('Whole months that `tally retention` keeps before the one that runs.'),
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
  TALLY_WORKER_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address at which a worker answers /metrics and /health; in a container 0.0.0.0.'),
  TALLY_WORKER_PORT: z
    .union([z.literal('0').transform(Number), port])
    .default(5611)
    .describe(
      'Port of that; the next free one of ten if it is taken, which the worker tells. 0 = any free one.',
    ),
  TALLY_WORKER_STALL_SECONDS: wholeNumber({ min: 5, max: 3600 })
    .default(60)
    .describe(
      'How long a worker may fetch nothing of a partition that has more, before it ends with status 70.',
    ),
  TALLY_STACK_JIT: z
    .enum(['quick', 'full'])
    .optional()
    .describe(
      'How the embedded servers are compiled: quick = fast at once, full = twice as fast after minutes of load. Without it `tally demo` uses quick, everything else full.',
    ),
  TALLY_STACK_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Least severe line in the log files of the embedded servers.'),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^,:\s]+:\d{1,5}(,[^,:\s]+:\d{1,5})*$/, 'expected host:port[,host:port…]')
    .optional()
    .describe('Brokers to use instead of the embedded Kafka, as host:port[,host:port…].'),
  KAFKA_SSL: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: speak TLS to the brokers, trusting public CAs unless KAFKA_SSL_CA is set.'),
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
    .url({ protocol: /^https?$/, error: 'expected http://host:port or https://host:port' })
    .optional()
    .describe('Elasticsearch to use instead of the embedded one.'),
  ELASTICSEARCH_API_KEY: z.string().min(1).optional().describe('API key (secret).'),
  ELASTICSEARCH_USERNAME: z.string().min(1).optional().describe('User at Elasticsearch.'),
  ELASTICSEARCH_PASSWORD: z.string().min(1).optional().describe('Password (secret).'),
  ELASTICSEARCH_CA: z.string().min(1).optional().describe('PEM file of the CA of Elasticsearch.'),
  KIBANA_URL: z
    .url({ protocol: /^https?$/, error: 'expected http://host:port or https://host:port' })
    .optional()
    .describe('Kibana that dashboards are imported into, with its base path.'),
  KIBANA_API_KEY: z.string().min(1).optional().describe('API key (secret).'),
  KIBANA_USERNAME: z.string().min(1).optional().describe('User at Kibana.'),
  KIBANA_PASSWORD: z
    .string()
    .min(1)
    .optional()
    .describe('Password (secret) of that user, or of the one whom --user names.'),
  KIBANA_CA: z.string().min(1).optional().describe('PEM file of the CA of Kibana.'),
})

export type Environment = z.output<typeof environment>

/** Name, meaning and default of every setting, for help and reference pages. */
export function describeSettings(): { name: string; meaning: string; default: string }[] {
  return Object.entries(environment.shape).map(([name, schema]) => {
    const unset = schema.safeParse(undefined)
    const value: unknown = unset.success ? unset.data : undefined
    return {
      name,
      meaning: schema.description ?? '',
      default: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    }
  })
}

/** As text in decimal digits: `Number` would also take blanks for 0. */
function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `expected a whole number from ${min} to ${max}`,
    })
    .transform(Number)
}
