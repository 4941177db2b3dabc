import { describe, expect, it } from 'vitest'
import { createTerminal } from './terminal.ts'

function open({
  isTTY = false,
  columns = 80,
  rows = 24,
  hasColour = true,
  now = (): number => 0,
} = {}) {
  const written = { stdout: '', stderr: '' }
  const terminal = createTerminal({
    stdout: { write: (text) => (written.stdout += text), isTTY, columns, rows },
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

  it('replaces a picture on a screen by the next one', () => {
    const { terminal, written } = open({ isTTY: true })

    terminal.show(['lag 2', 'one worker'])
    terminal.show(['lag 1', 'one worker'])

    expect(written.stdout).toBe('lag 2\none worker\n\u001B[2A\u001B[Jlag 1\none worker\n')
  })

  it('leaves a picture where something was written below it', () => {
    const { terminal, written } = open({ isTTY: true })

    terminal.show(['lag 2'])
    terminal.say('by the way')
    terminal.show(['lag 1'])

    expect(written.stdout).toBe('lag 2\nlag 1\n')
  })

  it('cuts a picture to the size of the screen, as what has left it cannot be replaced', () => {
    const { terminal, written } = open({ isTTY: true, rows: 4, columns: 20 })

    terminal.show(['1', 'a line that is too long', '3', '4'])
    terminal.show(['1', '2', '3'])

    expect(written.stdout).toBe(
      '1\na line that is too…\n… 2 more lines\n\u001B[3A\u001B[J1\n2\n3\n',
    )
  })

  it('elsewhere prints a picture again, after an empty line', () => {
    const { terminal, written } = open()

    terminal.show(['lag 2', 'one worker'])
    terminal.show(['lag 1', 'one worker'])

    expect(written.stdout).toBe('lag 2\none worker\n\nlag 1\none worker\n')
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
