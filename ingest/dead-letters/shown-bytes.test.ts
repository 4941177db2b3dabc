import { describe, expect, it } from 'vitest'
import { shownBytes, shownText } from './shown-bytes.ts'

const bytes = (text: string) => Buffer.from(text)

describe('bytes of somebody else', () => {
  it.each([
    ['none', null, 'none'],
    ['no bytes', bytes(''), 'empty'],
    ['a text', bytes('{"name":"Zoë"}'), '{"name":"Zoë"}'],
    ['lines and tabs', bytes('a\nb\r\tc'), 'a\\nb\\r\\tc'],
    ['a sequence that clears the screen', bytes('\u001B[2J\u009B'), '\\u{001b}[2J\\u{009b}'],
    ['text turned round', bytes('a\u202Eb\u2066'), 'a\\u{202e}b\\u{2066}'],
    ['hidden characters', bytes('\uFEFFa\u200Bb\u2028'), '\\u{feff}a\\u{200b}b\\u{2028}'],
    ['a tag beyond 16 bits', bytes('\u{E0041}'), '\\u{e0041}'],
    ['bytes that are no text', Buffer.from([0xff, 0, 1]), 'binary, 3 bytes: ff0001'],
  ])('are shown on one line and do nothing: %s', (_what, value, shown) => {
    expect(shownBytes(value)).toBe(shown)
  })

  it('are shown up to a limit, and it is said how much is left out', () => {
    expect(shownBytes(bytes('a'.repeat(4001)))).toBe(`${'a'.repeat(4000)} … and 1 character more`)
    expect(shownBytes(Buffer.alloc(66, 0xff))).toBe(
      `binary, 66 bytes: ${'ff'.repeat(64)} … and 2 bytes more`,
    )
    expect(shownText('abcdef', 2)).toBe('ab … and 4 characters more')
  })

  it('do nothing either where the limit cuts a character in two', () => {
    expect(shownText('a😀', 2)).toBe('a\\u{d83d} … and 1 character more')
  })
})
