import { describe, expect, it } from 'vitest'
import { describeSettings } from './environment.ts'
import { readSettings, stackEnvironment } from './settings.ts'

function settingsOf(env: Record<string, string>) {
  const read = readSettings(env, '/somewhere')
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return read.settings
}

function problemsOf(env: Record<string, string>): readonly string[] {
  const read = readSettings(env, '/somewhere')
  return read.ok ? [] : read.problems
}

describe('readSettings', () => {
  it('has a default for everything', () => {
    const settings = settingsOf({})

    expect(settings.logLevel).toBe('info')
    expect(settings.kafka).toEqual({ brokers: undefined, ssl: undefined, sasl: undefined })
    expect(settings.elasticsearch).toEqual({ url: undefined, auth: undefined, ca: undefined })
    expect(settings.stack).toMatchObject({ kafkaPort: undefined, kafkaHeapMb: 512 })
  })

  it('takes an empty variable for an unset one', () => {
    expect(settingsOf({ KAFKA_BROKERS: '', TALLY_KAFKA_PORT: '' })).toEqual(settingsOf({}))
  })

  it('takes folders as seen from the working folder', () => {
    const { stack } = settingsOf({ TALLY_HOME: 'data', TALLY_JARS: '/jars' })

    expect([stack.folder, stack.jarsFolder]).toEqual(['/somewhere/data/stack', '/jars'])
  })

  it('reads several brokers and how to be let in', () => {
    const { kafka } = settingsOf({
      KAFKA_BROKERS: 'a:9092,b:9093',
      KAFKA_SSL_CA: 'ca.pem',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'u',
      KAFKA_SASL_PASSWORD: 'p',
    })

    expect(kafka).toEqual({
      brokers: ['a:9092', 'b:9093'],
      ssl: { ca: 'ca.pem' },
      sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' },
    })
  })

  it.each([
    [{ KAFKA_SSL: 'true' }, {}],
    [{ KAFKA_SSL: 'false', KAFKA_SSL_CA: 'ca.pem' }, undefined],
    [
      { KAFKA_SSL_CERT: 'c', KAFKA_SSL_KEY: 'k' },
      { cert: 'c', key: 'k' },
    ],
  ])('reads TLS from %j', (env, expected) => {
    expect(settingsOf(env).kafka.ssl).toEqual(expected)
  })

  it('prefers an API key to user and password', () => {
    const env = {
      ELASTICSEARCH_API_KEY: 'k',
      ELASTICSEARCH_USERNAME: 'u',
      ELASTICSEARCH_PASSWORD: 'p',
    }

    expect(settingsOf(env).elasticsearch.auth).toEqual({ apiKey: 'k' })
  })

  it('says every problem at once', () => {
    const problems = problemsOf({
      TALLY_LOG_LEVEL: 'loud',
      KAFKA_BROKERS: 'nowhere',
      ELASTICSEARCH_USERNAME: 'u',
    })

    expect(problems).toEqual([
      'TALLY_LOG_LEVEL: expected trace, debug, info, warn, error or silent; got "loud"',
      'KAFKA_BROKERS: expected host:port[,host:port…]; got "nowhere"',
      'ELASTICSEARCH_PASSWORD: expected together with ELASTICSEARCH_USERNAME, but not set',
    ])
  })

  it('lets workers listen on this machine only, unless it is told otherwise', () => {
    const set = { TALLY_WORKER_HOST: '0.0.0.0', TALLY_WORKER_PORT: '0', TALLY_WORKER_STALL_SECONDS: '300' } // prettier-ignore

    expect(settingsOf({}).worker).toEqual({ host: '127.0.0.1', port: 5611, stallSeconds: 60 })
    expect(settingsOf(set).worker).toEqual({ host: '0.0.0.0', port: 0, stallSeconds: 300 })
  })

  it.each([
    ['TALLY_WORKER_PORT', '80'],
    ['TALLY_WORKER_STALL_SECONDS', '4'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(`got "${value}"`)])
  })

  it.each(['seven', ' ', '1023', '65536', '0x2000', '9092.5', '-9092'])(
    'refuses "%s" as a port',
    (value) => {
      expect(problemsOf({ TALLY_KAFKA_PORT: value })).toEqual([
        `TALLY_KAFKA_PORT: expected a whole number from 1024 to 65535; got ${JSON.stringify(value)}`,
      ])
    },
  )

  it('shows no password of a URL that it refuses', () => {
    const problems = problemsOf({ ELASTICSEARCH_URL: 'htp://elastic:s3cret@host' })

    expect(problems.join()).toContain('ELASTICSEARCH_URL')
    expect(problems.join()).not.toContain('s3cret')
  })
})

describe('stackEnvironment', () => {
  it('makes another tally read the same settings of the stack', () => {
    const { stack } = settingsOf({
      TALLY_HOME: '/home',
      TALLY_JARS: '/jars',
      JAVA_HOME: '/jdk',
      TALLY_KAFKA_PORT: '19092',
      TALLY_ELASTICSEARCH_HEAP_MB: '700',
      TALLY_STACK_LOG_LEVEL: 'warn',
    })

    const read = readSettings(stackEnvironment(stack, {}), '/elsewhere')

    expect(read.ok && read.settings.stack).toEqual(stack)
  })
})

describe('describeSettings', () => {
  it('gives every setting a meaning', () => {
    const settings = describeSettings()

    expect(settings.length).toBeGreaterThan(15)
    expect(settings.filter(({ meaning }) => meaning === '')).toEqual([])
    expect(settings).toContainEqual(
      expect.objectContaining({ name: 'TALLY_KAFKA_HEAP_MB', default: '512' }),
    )
  })
})
