import kafkajs from 'kafkajs'
import { PipelineError } from '../problem.ts'

interface Attempt {
  /** `127.0.0.1:9092` */
  readonly address: string
  /** What was tried, to be put after "Kafka at … did not": `append to bank.activity`. */
  readonly doing: string
}

/**
 * What went wrong at Kafka, as a PipelineError; an error that is not kafkajs's comes back as it is.
 *
 * - `kafka.refused`: not let in, by credentials, certificate or access rights
 * - `kafka.topic-missing`: the topic or partition is not there
 * - `kafka.rejected`: the broker will never take this request: too large, malformed, not supported
 * - `kafka.unreachable`: everything else; the same call may succeed later
 */
export function toKafkaProblem(error: unknown, { address, doing }: Attempt): unknown {
  if (error instanceof PipelineError || !isKafkajsError(error)) return error
  const root = rootOf(error)
  const code = codeOf(root)
  return new PipelineError({
    code,
    message: `Kafka at ${address} did not ${doing}: ${wordsOf(root)}`,
    action: actions[code],
    cause: error,
  })
}

/** On one line. kafkajs hides from whom it asks for a coordinator that they may not ask. */
function wordsOf({ name, message }: Error): string {
  const words = message.replace(/\s+/g, ' ').trim()
  if (name !== 'KafkaJSGroupCoordinatorNotFound') return words
  return `${words}, which is also said to a user who may not read the group`
}

type KafkaProblemCode = keyof typeof actions

const actions = {
  'kafka.refused':
    'Check KAFKA_SASL_… and KAFKA_SSL_…, and that this user may use the topic and the group.',
  'kafka.topic-missing': 'Run `tally setup`, which creates the topics.',
  'kafka.rejected': 'Compare the request with the limits of the topic and the broker.',
  'kafka.unreachable': 'Check that Kafka runs and that KAFKA_BROKERS names it, then try again.',
} as const

const refusals = /AUTHORIZATION_FAILED|SASL|ILLEGAL_SASL_STATE|UNSUPPORTED_SASL_MECHANISM/
const absences = ['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID']
const rejections = [
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'CORRUPT_MESSAGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_CONFIG',
  'INVALID_PARTITIONS',
  'INVALID_REPLICATION_FACTOR',
  'POLICY_VIOLATION',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_COMPRESSION_TYPE',
]
const certificateFaults = /certificate|CERT_|self.signed|SSL routines|wrong version number/i

function codeOf(error: Error): KafkaProblemCode {
  const type = 'type' in error ? String(error.type) : ''
  if (absences.includes(type)) return 'kafka.topic-missing'
  if (rejections.includes(type)) return 'kafka.rejected'
  const isRefused =
    refusals.test(type) ||
    error instanceof kafkajs.KafkaJSSASLAuthenticationError ||
    certificateFaults.test(error.message)
  return isRefused ? 'kafka.refused' : 'kafka.unreachable'
}

function isKafkajsError(error: unknown): error is Error {
  return (
    error instanceof kafkajs.KafkaJSError ||
    // kafkajs's aggregate and the socket errors that it passes on are plain errors.
    (error instanceof Error && (error.name.startsWith('KafkaJS') || 'syscall' in error))
  )
}

/** kafkajs wraps an error each time it gives up; the innermost says what happened. */
function rootOf(error: Error): Error {
  const inner = innerOf(error)
  return inner instanceof Error && inner !== error ? rootOf(inner) : error
}

function innerOf(error: Error): unknown {
  if (!('errors' in error) || !Array.isArray(error.errors)) return error.cause
  return (error.errors as readonly unknown[])[0]
}
