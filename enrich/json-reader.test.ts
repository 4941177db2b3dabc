import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bytesOfEach, JsonReader, type Part } from './json-reader.ts'
import { KnownParts } from './known-parts.ts'
import { sureGuardOf } from './schema-check.ts'

const isText = sureGuardOf(z.string())
const isNumber = sureGuardOf(z.number())
const { quote } = bytesOfEach({ quote: '"' })

function readerOf(text: string): JsonReader {
  const reader = new JsonReader()
  reader.begin(Buffer.from(text))
  return reader
}

/** Undefined where it gave up. */
function numberIn(text: string): number | undefined {
  const reader = readerOf(text)
  const number = reader.number(isNumber)
  return reader.isDone ? number : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

describe('a number', () => {
  test('is to the last bit what JSON.parse makes of it, or is not read', () => {
    const digits = fc.stringMatching(/^[0-9]{0,18}$/)
    const decimal = fc.tuple(fc.constantFrom('', '-'), digits, fc.constantFrom('', '.'), digits)
    let read = 0

    fc.assert(
      fc.property(decimal, (parts) => {
        const text = parts.join('')
        const number = numberIn(text)
        if (number === undefined) return
        read += 1
        expect(number).toBe(parsed(text))
      }),
      { seed: 41, numRuns: 30_000 },
    )
    expect(read).toBeGreaterThan(2_000)
  })

  test.each(['-0', '01', '.5', '5.', '-', '', '1e3', '1234567890123456', 'null', '"1"'])(
    'is not read: %s',
    (text) => {
      expect(numberIn(text)).toBeUndefined()
    },
  )

  test.each(['0', '-1', '0.5', '-0.1', '1234567.8901234', '999999999999999', '1.0'])(
    'is read: %s',
    (text) => {
      expect(numberIn(text)).toBe(JSON.parse(text))
    },
  )
})

describe('a known part', () => {
  const small = { places: 1, bytesMax: 8 }
  let made = 0
  const known = new KnownParts<string>(small)
  const words: Part<string> = {
    known,
    read: (reader) => {
      made += 1
      return reader.text(isText)
    },
  }

  /** The strings of a text, and how many of them had to be made. */
  function wordsIn(text: string) {
    const reader = readerOf(text)
    const found: string[] = []
    made = 0
    while (reader.skipIf(quote)) found.push(reader.part(words))
    return { found, made, isDone: reader.isDone }
  }

  test('is made once', () => {
    expect(wordsIn('"Köln""Köln"')).toEqual({ found: ['Köln', 'Köln'], made: 1, isDone: true })
  })

  test('gives way to another one in its place', () => {
    expect(wordsIn('"a""b""a""ab""a"')).toMatchObject({
      found: ['a', 'b', 'a', 'ab', 'a'],
      made: 5,
    })
  })

  test('is kept up to its length, and a longer one is not', () => {
    expect(wordsIn('"1234567""1234567"')).toMatchObject({ made: 1 })
    expect(wordsIn('"12345678""12345678"')).toMatchObject({ made: 2 })
  })

  test('is not taken for the begin of a longer one', () => {
    const { found, isDone } = wordsIn('"ab""ab')

    expect(found[0]).toBe('ab')
    expect(isDone).toBe(false)
  })
})

describe('a string', () => {
  test.each([
    ['half of a character', [0xc3]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a line break', [0x0a]],
    ['an escape', [0x5c, 0x6e]],
  ])('is not read with %s', (_kind, bytes) => {
    const reader = new JsonReader()
    reader.begin(Uint8Array.from([0x61, ...bytes, 0x22]))
    reader.text(isText)

    expect(reader.isDone).toBe(false)
  })

  test('keeps a byte order mark', () => {
    expect(readerOf('\ufeffa"').text(isText)).toBe('\ufeffa')
  })
})
