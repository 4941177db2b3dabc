import { describe, expect, it } from 'vitest'
import { NameFilter } from './name-filter.ts'

const namesOf = (kind: string) =>
  Array.from({ length: 50_000 }, (_, at) => `tally-${kind}-v1/c-${at}`)

describe('a filter of names', () => {
  it('knows every name that was put in, and takes few others for one', () => {
    const filter = new NameFilter()
    for (const name of namesOf('customers')) filter.add(name)

    const forgotten = namesOf('customers').filter((name) => !filter.mayHave(name))
    const mistaken = namesOf('activity').filter((name) => filter.mayHave(name))

    expect(forgotten).toEqual([])
    expect(mistaken.length).toBeLessThan(100)
  })
})
