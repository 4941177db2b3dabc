import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../runtime/settings.ts'
import { createTerminal } from '../runtime/terminal.ts'
import { useFakeKibana } from '../test/fake-kibana/use-fake-kibana.ts'
import { connectToKibana } from './kibana-flags.ts'

const fakes = useFakeKibana()

const authorization = `Basic ${Buffer.from('ada:pa55').toString('base64')}`

/** A context at a terminal, and what that shows. */
function atTerminal(env: Record<string, string> = {}) {
  const read = readSettings(env, '/')
  if (!read.ok) throw new Error(read.problems.join())
  const shown: string[] = []
  const stderr = { write: (text: string) => shown.push(text), isTTY: true }
  const terminal = createTerminal({ stdout: stderr, stderr, hasColour: false })
  const context = { settings: read.settings, terminal, signal: new AbortController().signal }
  return { context, shown }
}

function keyboardTyping(keys: string) {
  const keyboard = Object.assign(new PassThrough(), { setRawMode: () => undefined })
  keyboard.write(keys)
  return keyboard
}

const stdin = Readable.from([])

describe('connectToKibana', () => {
  it('takes the password that is typed and does not show it', async () => {
    const { url } = await fakes.start({ keys: [authorization] })
    const { context, shown } = atTerminal()
    const input = { keyboard: keyboardTyping('pa55\r'), stdin }

    const kibana = await connectToKibana({ kibana: url, user: 'ada' }, context, input)

    expect(kibana.server.auth).toEqual({ username: 'ada', password: 'pa55' })
    expect(shown.join('')).toContain('Password of ada: ')
    expect(shown.join('')).not.toContain('pa55')
  })

  it('asks for no password that is set', async () => {
    const { url } = await fakes.start({ keys: [authorization] })
    const { context, shown } = atTerminal({ KIBANA_PASSWORD: 'pa55' })
    const input = { keyboard: keyboardTyping('wrong\r'), stdin }

    const kibana = await connectToKibana({ kibana: url, user: 'ada' }, context, input)

    expect(kibana.server.auth).toEqual({ username: 'ada', password: 'pa55' })
    expect(shown).toEqual([])
  })

  it('takes a key from another program', async () => {
    const { url } = await fakes.start({ keys: ['ApiKey k3y'] })
    const { context } = atTerminal()
    const input = { keyboard: undefined, stdin: Readable.from(['k3y\n']) }

    const kibana = await connectToKibana({ kibana: url, apiKeyFile: '-' }, context, input)

    expect(kibana.server.auth).toEqual({ apiKey: 'k3y' })
  })

  it('says what is not well with a Kibana that it takes all the same', async () => {
    const { url } = await fakes.start({ health: ['degraded'] })
    const { context, shown } = atTerminal()
    const input = { keyboard: undefined, stdin }

    await connectToKibana({ kibana: url, timeout: 0 }, context, input)

    expect(shown.join('')).toContain(
      'Kibana says of itself: plugin:alerting@7.10.2: Alerting has no encryption key\n',
    )
  })
})
