import { describe, expect, expectTypeOf, test } from 'vitest'
import { indices } from './catalogue.ts'
import { documentSchemaOf } from './document-schema.ts'
import { boolean, group, keyword, leaves, long, optional } from './field.ts'
import {
  aliasOf,
  concreteIndexOf,
  defineIndex,
  type IndexDocument,
  type IndexField,
  templateNameOf,
} from './index-definition.ts'
import { templateOf } from './mapping.ts'

const description = { label: 'Label', meaning: 'Meaning.', example: 'x' }
const example = defineIndex({
  name: 'examples',
  summary: 'Examples.',
  period: 'month',
  nature: 'derived',
  fields: {
    id: keyword(description, { lengthMax: 8 }),
    kind: keyword(description, { values: ['a', 'b'] }),
    merchant: optional(group({ name: keyword(description), rank: optional(long(description)) })),
    isLate: boolean(description),
  },
})

describe('the name of a concrete index', () => {
  test.each([
    ['none', '2026-11-21T08:15:30.250Z', 'tally-examples-v3'],
    ['month', '2026-11-21T08:15:30.250Z', 'tally-examples-v3-2026.11'],
    ['day', '2026-11-21T08:15:30.250Z', 'tally-examples-v3-2026.11.21'],
    ['month', '2025-12-31T23:59:59.999Z', 'tally-examples-v3-2025.12'],
    ['month', '2026-01-01T00:00:00.000Z', 'tally-examples-v3-2026.01'],
    ['day', '2024-02-29T12:00:00.000Z', 'tally-examples-v3-2024.02.29'],
  ] as const)('with period %s at %s is %s', (period, time, name) => {
    expect(concreteIndexOf({ ...example, period }, 3, time)).toBe(name)
  })

  test('belongs to the template of its own definition and version only', () => {
    for (const definition of indices) {
      const concrete = concreteIndexOf(definition, 1, '2026-11-21T08:15:30.250Z')
      const owners = indices
        .flatMap((other) => [1, 11].map((version) => [other, version] as const))
        .filter(([other, version]) =>
          templateOf(other, version).index_patterns.some((pattern) => matches(pattern, concrete)),
        )
      expect(owners.map(([other, version]) => templateNameOf(other, version))).toEqual([
        templateNameOf(definition, 1),
      ])
    }
  })
})

describe('an index template', () => {
  test('is strict and has the limits and types of the fields', () => {
    expect(templateOf(example, 1)).toEqual({
      index_patterns: ['tally-examples-v1-*'],
      priority: 500,
      template: {
        settings: {
          index: { number_of_shards: '1', auto_expand_replicas: '0-1', refresh_interval: '1s' },
        },
        mappings: {
          dynamic: 'strict',
          properties: {
            id: { type: 'keyword', ignore_above: 8 },
            kind: { type: 'keyword', ignore_above: 1024 },
            merchant: {
              properties: {
                name: { type: 'keyword', ignore_above: 1024 },
                rank: { type: 'long' },
              },
            },
            isLate: { type: 'boolean' },
          },
        },
        aliases: { 'tally-examples': {} },
      },
    })
  })

  test('has patterns that no other template has, in any version', () => {
    const patterns = indices.flatMap((definition) =>
      [1, 2, 11, 111].flatMap((version) => templateOf(definition, version).index_patterns),
    )

    const overlaps = patterns.filter((pattern, at) =>
      patterns.some((other, otherAt) => at !== otherAt && matches(other, withoutStar(pattern))),
    )

    expect(overlaps).toEqual([])
  })

  test('gives every index an alias of its own', () => {
    const aliases = indices.map(aliasOf)

    expect(new Set(aliases).size).toBe(aliases.length)
  })
})

describe('a document', () => {
  test('has the type that the definition says', () => {
    expectTypeOf<IndexDocument<typeof example>>().toEqualTypeOf<
      { readonly id: string; readonly kind: string; readonly isLate: boolean } & {
        readonly merchant?: { readonly name: string } & { readonly rank?: number }
      }
    >()
    expectTypeOf<IndexField<typeof example>>().toEqualTypeOf<
      'id' | 'kind' | 'merchant.name' | 'merchant.rank' | 'isLate'
    >()
  })

  test.each([
    ['without its optional group', { id: 'a', kind: 'a', isLate: true }, true],
    ['with it', { id: 'a', kind: 'b', isLate: true, merchant: { name: 'm' } }, true],
    ['with a field that is not named', { id: 'a', kind: 'b', isLate: true, x: 1 }, false],
    ['with a value outside the closed set', { id: 'a', kind: 'c', isLate: true }, false],
    ['with a keyword that is too long', { id: 'a'.repeat(9), kind: 'a', isLate: true }, false],
    ['without a required field', { id: 'a', kind: 'a' }, false],
  ])('%s is accepted: %s', (_which, document, isAccepted) => {
    expect(documentSchemaOf(example).safeParse(document).success).toBe(isAccepted)
  })
})

describe('the catalogue of indices', () => {
  test.each(indices.map((definition) => [definition.name, definition] as const))(
    '%s explains every field, with an example that fits it',
    (_name, definition) => {
      for (const { path, field } of leaves(definition.fields)) {
        const { label, meaning, example: value } = field.description
        expect(label, path).toMatch(/^\S.{0,60}$/)
        expect(meaning, path).toMatch(/^\S.*\.$/)
        const alone = defineIndex({ ...example, fields: { [path]: { ...field } } })
        const isJson = field.kind === 'unindexed' && typeof value === 'string'
        const parsed: unknown = isJson ? JSON.parse(value) : value
        expect(documentSchemaOf(alone).safeParse({ [path]: parsed }).success, path).toBe(true)
      }
    },
  )
})

function withoutStar(pattern: string): string {
  return pattern.replace(/\*$/, '')
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}
