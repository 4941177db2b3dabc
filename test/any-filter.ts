import fc from 'fast-check'
import { type PageFilter } from '../web/preview/page/state/page-filter.ts'

/** Any filter that a reader could have: hostile texts, numbers of every size, both flags. */
export function anyFilter(): fc.Arbitrary<PageFilter> {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
  const field = fc.oneof(fc.constantFrom('transaction.outcome', 'place.country'), text)
  // JSON has no -0.
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
  const value = fc.oneof(text, fc.constant(''), number, fc.boolean())
  const ends = fc.oneof(
    fc.record({ from: number }),
    fc.record({ to: number }),
    fc.record({ from: number, to: number }),
  )
  const filter = fc.oneof(
    fc.record({
      kind: fc.constant('is' as const),
      field,
      values: fc.array(value, { minLength: 1, maxLength: 50 }),
    }),
    fc
      .tuple(field, ends)
      .map(([name, range]) => ({ kind: 'range' as const, field: name, ...range })),
    fc.record({ kind: fc.constant('missing' as const), field }),
    fc.record({ kind: fc.constant('matches' as const), label: text, query: text }),
  )
  const flags = fc.record(
    { isNot: fc.constant(true as const), isOff: fc.constant(true as const) },
    { requiredKeys: [] },
  )
  return fc.tuple(filter, flags).map(([one, flagged]) => ({ ...one, ...flagged }))
}
