import kafkajs, { type LogEntry } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { kafkajsLog, levelOf } from './client-log.ts'

const entry = (label: string, namespace: string, message: string): LogEntry => ({
  namespace,
  label,
  level: kafkajs.logLevel.ERROR,
  log: { timestamp: '2026-11-21T08:15:30.250Z', logger: 'kafkajs', message, broker: 'a:1' },
})

describe('levelOf', () => {
  it.each([
    ['debug', 'ERROR', 'Connection', 'Response Heartbeat(key: 12, version: 3)'],
    ['debug', 'ERROR', 'Connection', 'Response InitProducerId(key: 22, version: 1)'],
    ['debug', 'ERROR', 'Connection', 'Connection error: connect ECONNREFUSED 127.0.0.1:9092'],
    [
      'debug',
      'WARN',
      'Producer',
      'Limiting retries for the idempotent producer may invalidate EoS',
    ],
    ['debug', 'ERROR', 'Producer', 'Failed to send messages: This server is not the leader'],
    ['debug', 'WARN', 'Runner', 'The group is rebalancing, re-joining'],
    ['debug', 'INFO', 'ConsumerGroup', 'Consumer has joined the group'],
    ['trace', 'DEBUG', 'Connection', 'Request Fetch(key: 1, version: 11)'],
    ['debug', 'ERROR', 'BrokerPool', 'Failed to connect to seed broker, trying another'],
    ['warn', 'ERROR', 'BrokerPool', 'Failed to connect to broker, reconnecting'],
    ['warn', 'ERROR', 'ConsumerGroup', 'Offset out of range, resetting to default offset'],
    ['error', 'ERROR', 'Consumer', 'Crash: KafkaJSNonRetriableError: …'],
  ] as const)('is %s for the %s of %s "%s"', (level, label, namespace, message) => {
    expect(levelOf(entry(label, namespace, message))).toBe(level)
  })
})

describe('kafkajsLog', () => {
  it("writes kafkajs's facts beside our own", () => {
    const lines: string[] = []
    const log = createLog({
      level: 'info',
      name: 'test',
      destination: { write: (line) => lines.push(line) },
    })

    kafkajsLog(log).logCreator?.(kafkajs.logLevel.INFO)(entry('ERROR', 'BrokerPool', 'gone'))

    const [line] = lines.map((text) => JSON.parse(text) as Record<string, unknown>)
    expect(line).toMatchObject({
      level: 'warn',
      client: 'kafkajs BrokerPool',
      broker: 'a:1',
      msg: 'gone',
    })
    expect(line).not.toHaveProperty('logger')
  })

  it.each([
    ['trace', 'DEBUG'],
    ['info', 'INFO'],
  ] as const)('asks kafkajs at level %s for %s', (level, expected) => {
    const log = createLog({ level, name: 'test', destination: { write: () => true } })

    expect(kafkajsLog(log).logLevel).toBe(kafkajs.logLevel[expected])
  })
})
