import { describe, expect, it } from 'vitest'
import { StateCache } from './state-cache.ts'
import { absentState } from './state-document.ts'

const place = (id: string) => ({ index: 'i', id })

function cacheOf(entriesMax: number, ...ids: readonly string[]): StateCache {
  const cache = new StateCache({ entriesMax, bytesMax: 1 << 20 }, false)
  for (const id of ids) cache.put(place(id), absentState, 10)
  return cache
}

function entryOf(cache: StateCache, id: string) {
  const entry = cache.get(place(id))
  if (entry === undefined) throw new Error(`${id} is not there`)
  return entry
}

function idsIn(cache: StateCache, ...ids: readonly string[]): string[] {
  return ids.filter((id) => cache.has(place(id)))
}

describe('the cache of state documents', () => {
  it('gives what was used since it last looked a second chance, and lets the others go', () => {
    const cache = cacheOf(2, 'a', 'b', 'c')
    cache.evict()
    const atFirst = idsIn(cache, 'a', 'b', 'c')
    entryOf(cache, 'b')
    cache.put(place('d'), absentState)
    cache.evict()

    expect(atFirst).toEqual(['b', 'c'])
    expect(idsIn(cache, 'b', 'c', 'd')).toEqual(['b', 'd'])
  })

  it('keeps what has changed or is being written until that is acknowledged', () => {
    const cache = cacheOf(1, 'a', 'b', 'c')
    const a = entryOf(cache, 'a')
    cache.change(a, { ...absentState, lastOffset: 5 })
    cache.evict()
    const changed = idsIn(cache, 'a', 'b', 'c')
    const taken = cache.takeChanged()
    cache.put(place('d'), absentState, 10)
    cache.evict()
    const writing = idsIn(cache, 'a', 'd')
    cache.written(a, 10)
    cache.put(place('e'), absentState, 10)
    cache.evict()

    expect({ changed, taken: taken.length, writing }).toEqual({ changed: ['a'], taken: 1, writing: ['a'] }) // prettier-ignore
    expect(idsIn(cache, 'a', 'e')).toEqual(['e'])
  })

  it('takes a change once, and again when it has changed again meanwhile', () => {
    const cache = cacheOf(9, 'a')
    const a = entryOf(cache, 'a')
    cache.change(a, { ...absentState, lastOffset: 1 })
    const first = cache.takeChanged()
    const none = cache.takeChanged()
    cache.change(a, { ...absentState, lastOffset: 2 })

    expect([first.length, none.length, cache.takeChanged().length]).toEqual([1, 0, 1])
    expect(a.writing).toBe(2)
  })

  it('is bounded in bytes as well', () => {
    const cache = new StateCache({ entriesMax: 100, bytesMax: 2500 }, false)
    for (const id of ['a', 'b', 'c']) cache.put(place(id), absentState, 400)

    cache.evict()

    expect(idsIn(cache, 'a', 'b', 'c')).toEqual(['b', 'c'])
    expect(cache.bytes).toBeLessThanOrEqual(2500)
  })

  it('tells how much of what it may keep has changed, also in bytes and of documents that are new', () => {
    const limits = { entriesMax: 9, bytesMax: 1 << 20 }
    const cache = cacheOf(9, 'a')
    const a = entryOf(cache, 'a')
    cache.change(a, { ...absentState, lastOffset: 1 })
    cache.change(a, { ...absentState, lastOffset: 2 })
    const once = cache.changesShareOf(limits)
    cache.takeChanged()
    const taken = cache.changesShareOf(limits)
    cache.change(a, { ...absentState, lastOffset: 3 })
    cache.written(a, 10 + (1 << 17))
    const grown = cache.changesShareOf(limits)
    const unseen = cache.put(place('b'), absentState)

    expect([once, taken, grown]).toEqual([1 / 9, 0, expect.closeTo(0.25, 3)])
    expect(unseen.bytes).toBeGreaterThan(cacheOf(9).put(place('b'), absentState).bytes)
  })

  it('has nothing left when it forgets', () => {
    const cache = cacheOf(9, 'a', 'b')
    cache.change(entryOf(cache, 'a'), absentState)

    cache.forget()

    expect([
      cache.size,
      cache.bytes,
      cache.changes,
      cache.changesShareOf({ entriesMax: 9, bytesMax: 9 }),
    ]).toEqual([0, 0, 0, 0])
    expect(cache.takeChanged()).toEqual([])
  })

  it('of a fold from the begin of the log has what it never had: nothing', () => {
    const cache = new StateCache({ entriesMax: 1, bytesMax: 1 << 20 }, true)
    const first = entryOf(cache, 'a').document
    entryOf(cache, 'b')
    cache.evict()
    const evicted = cache.get(place('a'))
    const other = entryOf(cache, 'c').document
    cache.forget()

    expect([first, other]).toEqual([absentState, absentState])
    expect([evicted, cache.get(place('d'))]).toEqual([undefined, undefined])
  })
})
