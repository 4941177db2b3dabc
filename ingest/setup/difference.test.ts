import { describe, expect, it } from 'vitest'
import { flatSettings, mappingDifferences, settingDifferences } from './difference.ts'

const keyword = { type: 'keyword', ignore_above: 1024 }

describe('mappingDifferences', () => {
  it.each([
    ['the same', { a: keyword }, { a: keyword }],
    [
      'numbers that came back as texts',
      { a: { ...keyword, ignore_above: '1024' } },
      { a: keyword },
    ],
    [
      'a group with and without its kind',
      { g: { type: 'object', properties: { a: keyword } } },
      { g: { properties: { a: keyword } } },
    ],
    ['parameters in another order', { a: { ignore_above: 1024, type: 'keyword' } }, { a: keyword }],
    ['a field beyond the expected ones', { a: keyword, b: { type: 'long' } }, { a: keyword }],
  ])('are none for %s', (_case, found, expected) => {
    expect(mappingDifferences(found, expected)).toEqual([])
  })

  it('name a missing field by its whole path, as an addition', () => {
    const expected = { g: { properties: { a: keyword, b: { type: 'long' } } } }

    expect(mappingDifferences({ g: { properties: { a: keyword } } }, expected)).toEqual([
      { text: 'no field g.b', isAddition: true },
    ])
  })

  it.each([
    [{ a: { type: 'text' } }, 'a is text, expected keyword ignore_above=1024'],
    [{ a: { type: 'keyword' } }, 'a is keyword, expected keyword ignore_above=1024'],
    [
      { a: { ...keyword, store: true } },
      'a is keyword ignore_above=1024 store=true, expected keyword ignore_above=1024',
    ],
  ])('tell that %j is of another kind', (found, text) => {
    expect(mappingDifferences(found, { a: keyword })).toEqual([{ text, isAddition: false }])
  })

  it.each([undefined, null, {}, 'nonsense'])('take %j for no fields', (found) => {
    expect(mappingDifferences(found, { a: keyword })).toEqual([
      { text: 'no field a', isAddition: true },
    ])
  })
})

describe('settingDifferences', () => {
  const expected = { index: { refresh_interval: '1s', number_of_shards: '1' } }

  it.each([
    [{ index: { refresh_interval: '1s', number_of_shards: '1' } }],
    [{ 'index.refresh_interval': '1s', 'index.number_of_shards': 1 }],
    [{ refresh_interval: '1s', number_of_shards: 1 }],
    [{ index: { refresh_interval: '1s', number_of_shards: '1', codec: 'best_compression' } }],
  ])('are none for %j', (found) => {
    expect(settingDifferences(found, expected)).toEqual([])
  })

  it('tell what is and what was expected', () => {
    const found = { index: { refresh_interval: '30s' } }

    expect(settingDifferences(found, expected).map(({ text }) => text)).toEqual([
      'index.refresh_interval=30s, expected 1s',
      'index.number_of_shards=(unset), expected 1',
    ])
  })
})

describe('flatSettings', () => {
  it('joins names with dots, at any depth', () => {
    expect(flatSettings({ index: { routing: { 'allocation.x': true } }, sort: 7 })).toEqual({
      'index.routing.allocation.x': 'true',
      'index.sort': '7',
    })
  })
})
