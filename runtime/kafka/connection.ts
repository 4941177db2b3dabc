import kafkajs, { type Kafka, type KafkaConfig, type SASLOptions } from 'kafkajs'
import { type Log } from '../log.ts'
import { readPem } from '../pem.ts'
import { type KafkaSettings } from '../settings.ts'
import { kafkajsLog } from './client-log.ts'
import { useFastGzip } from './gzip.ts'
import { mendHeaderDecoding } from './header-decoding.ts'
import { useFastProduceEncoding } from './produce-encoding.ts'
import { mendRequestQueueTimer } from './request-queue-timer.ts'

/** Where Kafka is and how to be let in. */
export type KafkaServers = Pick<KafkaSettings, 'ssl' | 'sasl'> & {
  readonly brokers: readonly string[]
}

/** Kafka, not yet spoken to: admin, producer and readers are made from it. */
export interface KafkaConnection {
  readonly kafka: Kafka
  /** Of the first brokers, to be named in messages: `127.0.0.1:9092`. */
  readonly address: string
  readonly log: Log
}

/**
 * How kafkajs retries by itself: five waits, about 7 s together, so that a person who waits for a
 * server that is down is told why within 10 s.
 */
export const kafkaRetry = {
  initialRetryTime: 300,
  maxRetryTime: 3000,
  factor: 0.2,
  multiplier: 2,
  retries: 5,
} as const

/** Longest wait for the answer to one request, in ms. */
const requestTimeoutMs = 30_000

/**
 * Prepares a client of Kafka; nothing is sent before an admin, producer or reader connects.
 *
 * Every option is explicit: kafkajs's own defaults differ under NODE_ENV=test.
 *
 * @param clientId what the broker's logs and metrics call this program
 * @throws PipelineError `usage.invalid` when a PEM file cannot be read.
 */
export function connectKafka(
  servers: KafkaServers,
  { clientId, log }: { readonly clientId: string; readonly log: Log },
): KafkaConnection {
  mendRequestQueueTimer()
  mendHeaderDecoding()
  useFastGzip()
  useFastProduceEncoding()
  const config: KafkaConfig = {
    clientId,
    brokers: [...servers.brokers],
    ssl: servers.ssl === undefined ? false : toTlsOptions(servers.ssl),
    connectionTimeout: 3000,
    authenticationTimeout: 10_000,
    reauthenticationThreshold: 10_000,
    requestTimeout: requestTimeoutMs,
    enforceRequestTimeout: true,
    retry: kafkaRetry,
    ...kafkajsLog(log),
    ...(servers.sasl === undefined ? {} : { sasl: toSaslOptions(servers.sasl) }),
  }
  return { kafka: new kafkajs.Kafka(config), address: servers.brokers.join(','), log }
}

function toTlsOptions({ ca, cert, key }: NonNullable<KafkaServers['ssl']>) {
  return {
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca: [readPem('KAFKA_SSL_CA', ca)] }),
    ...(cert === undefined ? {} : { cert: readPem('KAFKA_SSL_CERT', cert) }),
    ...(key === undefined ? {} : { key: readPem('KAFKA_SSL_KEY', key) }),
  }
}

/** kafkajs types each mechanism by itself. */
function toSaslOptions(sasl: NonNullable<KafkaServers['sasl']>): SASLOptions {
  const { mechanism, ...credentials } = sasl
  switch (mechanism) {
    case 'plain':
      return { mechanism, ...credentials }
    case 'scram-sha-256':
      return { mechanism, ...credentials }
    case 'scram-sha-512':
      return { mechanism, ...credentials }
  }
}
