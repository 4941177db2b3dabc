import kafkajs from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { PipelineError } from '../problem.ts'
import { toKafkaProblem } from './failure.ts'

const attempt = { address: 'kafka:9092', doing: 'append to bank.activity' }

function protocolError(type: string): Error {
  const error = new kafkajs.KafkaJSProtocolError(new Error(`It said ${type}`))
  return Object.assign(error, { type })
}

/** kafkajs's types leave the parameters of some constructors out. */
const saslError = (message: string) =>
  Reflect.construct(kafkajs.KafkaJSSASLAuthenticationError, [message]) as Error

const given = (error: Error) =>
  new kafkajs.KafkaJSNumberOfRetriesExceeded(error, { retryCount: 6, retryTime: 5000 })

describe('toKafkaProblem', () => {
  it.each([
    ['kafka.topic-missing', protocolError('UNKNOWN_TOPIC_OR_PARTITION'), false],
    ['kafka.rejected', protocolError('MESSAGE_TOO_LARGE'), false],
    ['kafka.rejected', protocolError('INVALID_REPLICATION_FACTOR'), false],
    ['kafka.refused', protocolError('TOPIC_AUTHORIZATION_FAILED'), false],
    ['kafka.refused', protocolError('SASL_AUTHENTICATION_FAILED'), false],
    ['kafka.refused', saslError('wrong password'), false],
    ['kafka.refused', new kafkajs.KafkaJSConnectionError('self-signed certificate'), false],
    ['kafka.unreachable', protocolError('NOT_LEADER_FOR_PARTITION'), true],
    ['kafka.unreachable', new kafkajs.KafkaJSConnectionError('connect ECONNREFUSED'), true],
    ['kafka.unreachable', new kafkajs.KafkaJSConnectionError('Connection timeout'), true],
  ] as const)('is %s for %s', (code, error, retriable) => {
    expect(toKafkaProblem(error, attempt)).toMatchObject({ code, retriable, cause: error })
  })

  it('says what was tried, where, and the innermost reason', () => {
    const error = given(given(protocolError('MESSAGE_TOO_LARGE')))

    expect(toKafkaProblem(error, attempt)).toMatchObject({
      code: 'kafka.rejected',
      message: 'Kafka at kafka:9092 did not append to bank.activity: It said MESSAGE_TOO_LARGE',
      cause: error,
    })
  })

  it('looks into the first of several errors', () => {
    const error = new kafkajs.KafkaJSAggregateError('some', [protocolError('INVALID_CONFIG')])

    expect(toKafkaProblem(error, attempt)).toMatchObject({ code: 'kafka.rejected' })
  })

  it.each([
    new TypeError('a bug'),
    new PipelineError({ code: 'interrupted', message: 'm', action: 'a' }),
    'text',
  ])('leaves %s, which is not of kafkajs, as it is', (error) => {
    expect(toKafkaProblem(error, attempt)).toBe(error)
  })
})
