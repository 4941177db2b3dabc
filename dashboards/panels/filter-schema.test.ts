import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filterQuery } from './filter-query.ts'
import { Filters } from './filter-schema.ts'
import { type Filter, type FilterValue } from './filter.ts'

const period = { fromMs: 0, toMs: 1000, zone: 'Europe/Paris' }

/** What breaks out of a text that is not quoted: of JSON, of NDJSON, of Lucene, of HTML. */
const hostile = fc.constantFrom('"}}\n{"index":"other"}\n', '*) OR (*:*', '<img src=x>', '\\', '\u0000', '__proto__', '🏦') // prettier-ignore
const text = fc.oneof(hostile, fc.string({ minLength: 1, maxLength: 1024 }))
const value: fc.Arbitrary<FilterValue> = fc.oneof(text, fc.boolean(), fc.double({ noDefaultInfinity: true, noNaN: true }).filter((number) => !Object.is(number, -0))) // prettier-ignore
const number = fc.integer()

const anyFilter: fc.Arbitrary<Filter> = fc
  .tuple(
    fc.oneof(
      fc.record({ kind: fc.constant('is' as const), field: text, values: fc.array(value, { minLength: 1, maxLength: 50 }) }), // prettier-ignore
      fc.record({ kind: fc.constant('range' as const), field: text, from: number, to: number }),
      fc.record({ kind: fc.constant('range' as const), field: text, to: number }),
      fc.record({ kind: fc.constant('missing' as const), field: text }),
      fc.record({ kind: fc.constant('matches' as const), label: text, query: text }),
    ),
    fc.boolean(),
  )
  .map(([filter, isNot]) => (isNot ? { ...filter, isNot: true } : filter))

describe('Filters', () => {
  test('reads every filter as it was written, and asks for nothing else', () => {
    fc.assert(
      fc.property(fc.array(anyFilter, { maxLength: 20 }), (filters) => {
        const read = Filters.parse(JSON.parse(JSON.stringify(filters)))

        expect(read).toEqual(filters)
        expect(read.map((filter) => understood(filterQuery(filter, period)))).toEqual(filters.map(withoutLabel)) // prettier-ignore
      }),
      { seed: 10, numRuns: 300 },
    )
  })

  test.each<[string, unknown]>([
    ['no list', {}],
    ['a kind that is not known', [{ kind: 'script', source: 'x' }]],
    ['more than is known', [{ kind: 'missing', field: 'a', boost: 2 }]],
    ['no value', [{ kind: 'is', field: 'a', values: [] }]],
    ['a value that is none', [{ kind: 'is', field: 'a', values: [{ a: 1 }] }]],
    ['51 values', [{ kind: 'is', field: 'a', values: Array.from({ length: 51 }, (_, n) => n) }]],
    ['a range without an end', [{ kind: 'range', field: 'a' }]],
    [
      'an end that is not finite',
      [{ kind: 'range', field: 'a', to: JSON.parse('1e999') as number }],
    ],
    ['a text of 1,025 characters', [{ kind: 'missing', field: 'a'.repeat(1025) }]],
    ['a query that is empty', [{ kind: 'matches', label: 'a', query: '' }]],
    ['isNot: false', [{ kind: 'missing', field: 'a', isNot: false }]],
    ['21 filters', Array.from({ length: 21 }, () => ({ kind: 'missing', field: 'a' }))],
  ])('refuses %s', (_what, filters) => {
    expect(Filters.safeParse(filters).success).toBe(false)
  })
})

/** Reads a clause back; what is not in it, or more than it may hold, shows as a difference. */
function understood(clause: object): object {
  const [kind, inner] = Object.entries(clause)[0] as [string, Record<string, unknown>]
  expect(Object.keys(clause)).toHaveLength(1)
  if (kind === 'bool') {
    const [exists] = inner['must_not'] as [Record<string, { field: string }>]
    const { exists: found } = exists
    return found === undefined
      ? { ...understood(exists), isNot: true }
      : { kind: 'missing', field: found.field }
  }
  if (kind === 'query_string') {
    expect(inner).toEqual({
      query: inner['query'],
      analyze_wildcard: true,
      time_zone: 'Europe/Paris',
    })
    return { kind: 'matches', query: inner['query'] }
  }
  if (kind === 'match_all') return { kind: 'matches', query: '*' }
  const [field, asked] = Object.entries(inner)[0] as [string, { gte?: number; lt?: number }]
  if (kind === 'terms') return { kind: 'is', field, values: asked }
  const { gte: from, lt: to } = asked
  return { kind, field, to, ...(from === undefined ? {} : { from }) }
}

function withoutLabel(filter: Filter): object {
  if (filter.kind !== 'matches') return filter
  const { label: _, ...others } = filter
  return others
}
