import { describe, expect, it } from 'vitest'
import { createTerminal } from './terminal.ts'

function open({ isTTY = false, columns = 80, hasColour = true, now = (): number => 0 } = {}) {
  const written = { stdout: '', stderr: '' }
  const terminal = createTerminal({
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text), isTTY, columns },
    hasColour,
    now,
  })
  return { terminal, written }
}

describe('a terminal', () => {
  it('prints results on stdout and talks on stderr', () => {
    const { terminal, written } = open()

    terminal.print('result')
    terminal.say('by the way')

    expect(written).toEqual({ stdout: 'result\n', stderr: 'by the way\n' })
  })

  it('replaces its progress on a screen, and clears it before anything else', () => {
    const { terminal, written } = open({ isTTY: true })

    terminal.progress('1 of 2')
    terminal.progress('1 of 2')
    terminal.progress('2 of 2')
    terminal.print('done')

    expect(written).toEqual({
      stdout: 'done\n',
      stderr: '1 of 2\r\u001B[K2 of 2\r\u001B[K',
    })
  })

  it('elsewhere writes a line when the words of the progress change', () => {
    const { terminal, written } = open()

    terminal.progress('fetching, 1 s')
    terminal.progress('fetching, 2 s')
    terminal.progress('starting, 1 s')

    expect(written.stderr).toBe('fetching, 1 s\nstarting, 1 s\n')
  })

  it('elsewhere writes a line every five seconds when only the figures change', () => {
    const clock = { ms: 0 }
    const { terminal, written } = open({ now: () => clock.ms })

    for (; clock.ms <= 6_000; clock.ms += 1_000) terminal.progress(`${clock.ms} events`)

    expect(written.stderr).toBe('0 events\n5000 events\n')
  })

  it('cuts progress that would wrap', () => {
    const { terminal, written } = open({ isTTY: true, columns: 10 })

    terminal.progress('0123456789')

    expect(written.stderr).toBe('01234567…')
  })

  it.each([
    [{ isTTY: true, hasColour: true }, '\u001B[31mno\u001B[39m'],
    [{ isTTY: true, hasColour: false }, 'no'],
    [{ isTTY: false, hasColour: true }, 'no'],
  ])('given %j paints %j', (options, expected) => {
    expect(open(options).terminal.paint('red', 'no')).toBe(expected)
  })
})
