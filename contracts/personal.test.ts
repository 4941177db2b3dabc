import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { topics } from './catalogue.ts'
import { leaves } from './field.ts'
import { customerEvents } from './indices/customer-events.ts'
import { transactions } from './indices/transactions.ts'
import { personalPaths } from './personal.ts'
import { personal } from './text.ts'

describe('personal paths', () => {
  test.each([
    ['bank.customer.registered.v1', ['given_name', 'family_name', 'date_of_birth', 'counsellor']],
    ['bank.account.opened.v1', []],
    ['bank.transaction.authorized.v1', ['counterpart.name']],
    ['bank.transaction.declined.v1', ['counterpart.name']],
    ['bank.transaction.reversed.v1', ['counterpart.name']],
  ])('of %s are %j within data', (type, paths) => {
    const event = topics.flatMap((topic) => topic.events).find((known) => known.type === type)

    expect(event && personalPaths(event.schema)).toEqual(paths.map((path) => `data.${path}`))
  })

  const name = personal(z.string())

  test.each([
    ['an optional field', z.object({ name: name.optional() }), ['name']],
    ['a field that may be null', z.object({ name: name.nullable() }), ['name']],
    ['a field with a default', z.object({ name: name.default('x') }), ['name']],
    ['a branded field', z.object({ name: name.brand<'Name'>() }), ['name']],
    ['a whole group, named once', z.object({ who: personal(z.object({ name })) }), ['who']],
    [
      'a field of the elements of an array',
      z.object({ list: z.array(z.object({ name })) }),
      ['list.name'],
    ],
    [
      'a member of a union',
      z.object({ either: z.union([z.object({ name }), z.object({ id: z.string() })]) }),
      ['either.name'],
    ],
    [
      'a field in both members of a union, once',
      z.object({ e: z.union([z.object({ name }), z.object({ name })]) }),
      ['e.name'],
    ],
    [
      'the values of a record, as the whole record',
      z.object({ map: z.record(z.string(), name) }),
      ['map'],
    ],
    [
      'a member of a tuple, as the whole tuple',
      z.object({ pair: z.tuple([z.int(), name]) }),
      ['pair'],
    ],
    ['nothing', z.object({ id: z.string() }), []],
  ])('find %s', (_what, schema, paths) => {
    expect(personalPaths(schema)).toEqual(paths)
  })

  test('lead to no field that is indexed', () => {
    const indexed = [...leaves(transactions.fields), ...leaves(customerEvents.fields)].map(
      ({ path }) => path,
    )

    const lastNames = topics
      .flatMap((topic) => topic.events)
      .flatMap(({ schema }) => personalPaths(schema))
      .map((path) => path.replace(/^data\./, ''))

    expect(indexed.filter((path) => lastNames.some((name) => path.endsWith(name)))).toEqual([])
  })
})
