import { describe, expect, it } from 'vitest'
import { createLog, type LogLevel, readable, redact } from './log.ts'

function logInto(level: LogLevel = 'info') {
  const lines: string[] = []
  const log = createLog({
    level,
    name: 'worker',
    destination: { write: (line) => lines.push(line) },
  })
  const parsed = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  return { log, lines, parsed }
}

describe('a log', () => {
  it('writes one JSON line per fact, with the data as fields', () => {
    const { log, lines, parsed } = logInto()

    log.info({ partition: 3, records: 500 }, 'batch applied')

    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/\}\n$/)
    expect(parsed()[0]).toMatchObject({
      level: 'info',
      name: 'worker',
      partition: 3,
      records: 500,
      msg: 'batch applied',
    })
    expect(parsed()[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  it.each([
    ['info', ['c', 'd']],
    ['error', ['d']],
    ['silent', []],
  ] as const)('at level %s leaves out what is less severe', (level, expected) => {
    const { log, parsed } = logInto(level)

    log.debug('b')
    log.info('c')
    log.error('d')

    expect(parsed().map(({ msg }) => msg)).toEqual(expected)
  })

  it('repeats the facts of a child in each of its lines', () => {
    const { log, parsed } = logInto()

    log.child({ topic: 'bank.activity' }).warn({ partition: 1 }, 'partition paused')

    expect(parsed()[0]).toMatchObject({ topic: 'bank.activity', partition: 1 })
  })

  it('shows an error with its stack and its cause', () => {
    const { log, parsed } = logInto()

    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'write failed')

    expect(parsed()[0]?.['err']).toMatchObject({
      message: expect.stringContaining('inner') as string,
      stack: expect.stringContaining('log.test.ts') as string,
    })
  })

  it.each([
    [{ password: 's3cret' }],
    [{ sasl: { username: 'u', password: 's3cret' } }],
    [{ kafka: { sasl: { password: 's3cret' } } }],
    [{ headers: { authorization: 's3cret' } }],
    [{ elasticsearch: { auth: { apiKey: 's3cret' } } }],
  ])('shows no secret of %j', (facts) => {
    const { log, lines } = logInto()

    log.info(facts, 'connected')

    expect(lines.join('')).not.toContain('s3cret')
    expect(lines.join('')).toContain('[redacted]')
  })
})

describe('redact', () => {
  const event = {
    data: { name: 'Ada', home: { city: 'Lyon' }, tags: [{ text: 'a' }, { text: 'b' }] },
  }

  it.each([
    [['data.name'], { ...event.data, name: '[redacted]' }],
    [['data.home'], { ...event.data, home: '[redacted]' }],
    [
      ['data.home.city', 'data.name'],
      { ...event.data, name: '[redacted]', home: { city: '[redacted]' } },
    ],
    [['data.tags.text'], { ...event.data, tags: [{ text: '[redacted]' }, { text: '[redacted]' }] }],
    [['data.nothing', 'data.name.first', 'other'], event.data],
  ])('replaces what stands at %j', (paths, expected) => {
    expect(redact(event, paths)).toEqual({ data: expected })
  })

  it('leaves the original as it is', () => {
    redact(event, ['data.name'])

    expect(event.data.name).toBe('Ada')
  })

  it.each([null, undefined, 7, 'text'])('returns %s, which has no fields, as it is', (value) => {
    expect(redact(value, ['a.b'])).toBe(value)
  })
})

describe('a line for a person', () => {
  it('is short', () => {
    const { log, lines } = logInto()
    log.warn({ partition: 3, limits: [1, 2] }, 'partition paused')

    const line = readable(lines.join(''))

    expect(line).toMatch(
      /^\d\d:\d\d:\d\d warn worker: partition paused partition=3 limits=\[1,2\]\n$/,
    )
  })

  it('ends with the stack of an error', () => {
    const { log, lines } = logInto()
    log.error({ err: new Error('no room') }, 'write failed')

    expect(readable(lines.join(''))).toMatch(/error worker: write failed\nError: no room\n {4}at /)
  })
})
