import { expect, test } from 'vitest'
import { readFieldFormats } from './field-format.ts'
import { parseNumberPattern } from './number-format.ts'

test.each([
  ['0,0', 0, 0, { kind: 'none' }],
  ['0,0.00', 2, 2, { kind: 'none' }],
  ['0,0.[000]', 0, 3, { kind: 'none' }],
  ['0.0[00]', 1, 3, { kind: 'none' }],
  ['0,0[.]00', 0, 2, { kind: 'none' }],
  ['0,0.[0]%', 0, 1, { kind: 'percent' }],
  ['0,0.[0] b', 0, 1, { kind: 'bytes' }],
  ['$0,0.00', 2, 2, { kind: 'affix', before: '$', after: '' }],
  ['0 a', 0, 0, { kind: 'none' }],
  ['', 0, 0, { kind: 'none' }],
])('the pattern %j has %i to %i decimals and a unit', (pattern, decimalsMin, decimalsMax, unit) => {
  expect(parseNumberPattern(pattern)).toEqual({ decimalsMin, decimalsMax, unit })
})

test.each([
  [{ id: 'number' }, { decimalsMax: 3, unit: { kind: 'none' } }],
  [
    { id: 'percent', params: { pattern: '0.0' } },
    { decimalsMin: 1, unit: { kind: 'percent' } },
  ],
  [{ id: 'bytes' }, { unit: { kind: 'bytes' } }],
  [
    { id: 'duration', params: { inputFormat: 'milliseconds' } },
    { unit: { kind: 'duration', ms: 1 } },
  ],
  [
    { id: 'duration', params: { inputFormat: 'weeks' } },
    { unit: { kind: 'affix', before: '', after: ' weeks' } },
  ],
])('figures are written by the format %j', (format, number) => {
  expect(readFieldFormats({ a: format }).get('a')?.number).toMatchObject(number)
})

test('colours are those of single values; what would be run over values of events is left out', () => {
  const colour = { text: '#fff', background: '#111' }
  const colors = ['^declined$', '^(a+)+$', 'part', '^1 few$', '^a.b$'].map((regex) => ({
    ...colour,
    regex,
  }))

  const formats = readFieldFormats({ a: { id: 'color', params: { colors } } })

  expect(formats.get('a')?.colours).toEqual({
    declined: { text: '#fff', ground: '#111' },
    '1 few': { text: '#fff', ground: '#111' },
  })
})

test('words are those of the lookup; an entry without words is none', () => {
  const lookupEntries = [
    { key: 'atm', value: 'ATM' },
    { key: 1, value: 'One' },
    { key: 'online', value: '' },
  ]
  const format = { id: 'static_lookup', params: { lookupEntries, unknownKeyValue: null } }

  expect(readFieldFormats({ a: format }).get('a')?.labels).toEqual({ atm: 'ATM', 1: 'One' })
})

test('formats that are not known are left out', () => {
  expect([...readFieldFormats({ a: { id: 'url' }, b: 'x', c: { id: 'number' } }).keys()]).toEqual(['c']) // prettier-ignore
  expect(readFieldFormats('nonsense').size).toBe(0)
})
