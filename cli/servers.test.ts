import { describe, expect, it, vi } from 'vitest'
import { readSettings } from '../runtime/settings.ts'
import { createTerminal } from '../runtime/terminal.ts'
import { type CommandContext } from './command.ts'
import { resolveKafka, resolveServers } from './servers.ts'

function contextOf(env: Record<string, string>): CommandContext {
  const read = readSettings(env, '/')
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const silent = { write: () => true }
  return {
    settings: read.settings,
    terminal: createTerminal({ stdout: silent, stderr: silent, hasColour: false }),
    signal: new AbortController().signal,
  }
}

const stack = {
  kafka: { brokers: ['127.0.0.1:19092'], pid: 1 },
  elasticsearch: { url: 'http://127.0.0.1:19200', pid: 2 },
}

describe('resolveServers', () => {
  it('starts nothing when the settings name both servers', async () => {
    const startStack = vi.fn(() => Promise.resolve(stack))
    const env = { KAFKA_BROKERS: 'a:1,b:2', ELASTICSEARCH_URL: 'https://c', KAFKA_SSL: 'true' }

    const servers = await resolveServers(contextOf(env), startStack)

    expect(startStack).not.toHaveBeenCalled()
    expect(servers).toEqual({
      kafka: { brokers: ['a:1', 'b:2'], ssl: {}, sasl: undefined },
      elasticsearch: { url: 'https://c', auth: undefined, ca: undefined },
    })
  })

  it('takes from the embedded stack what the settings leave open', async () => {
    const context = contextOf({ KAFKA_BROKERS: 'a:1' })

    const servers = await resolveServers(context, () => Promise.resolve(stack))

    expect(servers.kafka.brokers).toEqual(['a:1'])
    expect(servers.elasticsearch.url).toBe('http://127.0.0.1:19200')
  })

  it('shows no credentials to the embedded servers', async () => {
    const context = contextOf({ KAFKA_SSL: 'true', ELASTICSEARCH_API_KEY: 'k' })

    const servers = await resolveServers(context, () => Promise.resolve(stack))

    expect(servers).toEqual({
      kafka: { brokers: ['127.0.0.1:19092'], ssl: undefined, sasl: undefined },
      elasticsearch: { url: 'http://127.0.0.1:19200', auth: undefined, ca: undefined },
    })
  })
})

describe('resolveKafka', () => {
  it('starts nothing when the settings name Kafka and no Elasticsearch', async () => {
    const startStack = vi.fn(() => Promise.resolve(stack))

    const kafka = await resolveKafka(contextOf({ KAFKA_BROKERS: 'a:1' }), startStack)

    expect(startStack).not.toHaveBeenCalled()
    expect(kafka).toEqual({ brokers: ['a:1'], ssl: undefined, sasl: undefined })
  })

  it('takes the embedded one when the settings name none', async () => {
    const kafka = await resolveKafka(contextOf({ ELASTICSEARCH_URL: 'https://c' }), () =>
      Promise.resolve(stack),
    )

    expect(kafka.brokers).toEqual(['127.0.0.1:19092'])
  })
})
