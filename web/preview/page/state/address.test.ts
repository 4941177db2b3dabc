import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readView, type View, writeView } from './address.ts'
import { anyFilter } from '../../../../test/any-filter.ts'

const nothing: View = {
  dashboard: undefined,
  from: undefined,
  to: undefined,
  refresh: undefined,
  query: '',
  filters: [],
}

function anyView(): fc.Arbitrary<View> {
  const moment = fc.constantFrom('now', 'now-24h', 'now+1d', '2026-11-01T00:00:00.000Z')
  return fc.record({
    dashboard: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    from: fc.option(moment, { nil: undefined }),
    to: fc.option(moment, { nil: undefined }),
    refresh: fc.option(fc.constantFrom(0, 5, 10, 30, 60, 'live' as const), { nil: undefined }),
    query: fc.string({ unit: 'binary', maxLength: 200 }).map((query) => query.trim()),
    filters: fc.array(anyFilter(), { maxLength: 20 }),
  })
}

describe('the address of the page', () => {
  test('says what the reader chose, so that a link shows the same', () => {
    fc.assert(
      fc.property(anyView(), (view) => {
        expect(readView(writeView(view))).toEqual({ view, problems: [] })
      }),
      { seed: 10 },
    )
  })

  test('is empty as long as nothing is chosen, so that each dashboard shows its own', () => {
    expect(writeView(nothing)).toBe('')
    expect(readView('')).toEqual({ view: nothing, problems: [] })
  })

  test.each([
    ['refresh=1', 'refresh=1'],
    ['refresh=often', 'refresh=often'],
    ['from=yesterday', 'from=yesterday'],
    ['to=2026-11-21', 'to=2026-11-21'],
    [`query=${'a'.repeat(1001)}`, 'query=aaaa'],
    ['filters={}', 'A filter'],
    ['filters=[', 'A filter'],
    ['filters=[{"kind":"is","field":"a"},null]', '2 filters'],
  ])('says what cannot be read and leaves it out: %s', (search, said) => {
    const { view, problems } = readView(`?${search}`)

    expect(view).toEqual(nothing)
    expect(problems).toEqual([expect.stringContaining(said)])
  })

  test('keeps what can be read beside what cannot', () => {
    const known = { kind: 'missing', field: 'place.city', isOff: true }
    const filters = JSON.stringify([known, { ...known, isOff: 'yes' }])

    const { view, problems } = readView(`?query=a:1&filters=${encodeURIComponent(filters)}`)

    expect(view).toEqual({ ...nothing, query: 'a:1', filters: [known] })
    expect(problems).toHaveLength(1)
  })

  test('never throws, whatever somebody writes into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json(), (text, json) => {
        const search = new URLSearchParams({ from: text, query: text, filters: json }).toString()

        expect(readView(`?${search}`).view.filters.length).toBeLessThanOrEqual(20)
      }),
      { seed: 11 },
    )
  })
})
