import { describe, expect, it } from 'vitest'
import { SeenIds } from './seen-ids.ts'

describe('seen ids', () => {
  it.each([
    ['in memory', undefined],
    ['in many runs of a file', 700],
    ['in runs of one', 1],
  ])('know every id that was added and no other, %s', (_, entriesMax) => {
    const count = entriesMax === 1 ? 50 : 3_000
    const seen = new SeenIds(entriesMax)
    for (let at = 0; at < count; at += 1) {
      seen.add(`e-${at}`)
      if (at % 3 === 0) seen.add(`e-${at}`)
    }

    const known = Array.from({ length: count }, (__, at) => seen.has(`e-${at}`))
    const unknown = Array.from({ length: count }, (__, at) => seen.has(`f-${at}`))
    seen.close()

    expect(known.filter((isKnown) => !isKnown)).toEqual([])
    expect(unknown.filter((isKnown) => isKnown)).toEqual([])
  })

  it('know nothing at first', () => {
    const seen = new SeenIds()

    expect(seen.has('e-1')).toBe(false)
    seen.close()
  })
})
