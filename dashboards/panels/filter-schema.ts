import { z } from 'zod'
import { type Filter } from './filter.ts'

/** What may come from an address: everything in it has a limit. */
export const filterLimits = { filtersMax: 20, valuesMax: 50, textLengthMax: 1024 } as const

const text = z.string().min(1).max(filterLimits.textLengthMax)
// JSON has no other numbers than finite ones; 1e999 is read as Infinity.
const number = z.number()
const base = { isNot: z.literal(true).exactOptional() }

const FilterValue = z.union([z.string().max(filterLimits.textLengthMax), number, z.boolean()])

const Range = z
  .strictObject({
    ...base,
    kind: z.literal('range'),
    field: text,
    from: number.exactOptional(),
    to: number.exactOptional(),
  })
  .refine(({ from, to }) => from !== undefined || to !== undefined, {
    error: 'expected from, to or both',
  })

/** A filter as the page sends it; strict, so that what is not understood is not left out. */
const AnyFilter = z.discriminatedUnion('kind', [
  z.strictObject({
    ...base,
    kind: z.literal('is'),
    field: text,
    values: z.array(FilterValue).min(1).max(filterLimits.valuesMax),
  }),
  Range,
  z.strictObject({ ...base, kind: z.literal('missing'), field: text }),
  z.strictObject({ ...base, kind: z.literal('matches'), label: text, query: text }),
]) satisfies z.ZodType<Filter>

/** All filters of a dashboard. */
export const Filters = z.array(AnyFilter).max(filterLimits.filtersMax)
