import { describe, expect, test } from 'vitest'
import { indices } from './catalogue.ts'
import { documentSchemaOf } from './document-schema.ts'
import { documentsAtTheEdge, documentsJustOutside } from './edge-values.ts'

describe.each(indices.map((definition) => [definition.name, definition] as const))(
  'the contract of %s',
  (_name, definition) => {
    const schema = documentSchemaOf(definition)

    test.each(documentsAtTheEdge(definition).map(({ name, document }) => [name, document]))(
      'accepts the document with %s',
      (_which, document) => {
        expect(schema.safeParse(document).error).toBeUndefined()
      },
    )

    test('refuses every document that is just outside', () => {
      const accepted = documentsJustOutside(definition)
        .filter(({ document }) => schema.safeParse(document).success)
        .map(({ name }) => name)

      expect(accepted).toEqual([])
    })
  },
)

test('documents just outside are named differently, so that a failure says which', () => {
  for (const definition of indices) {
    const names = documentsJustOutside(definition).map(({ name }) => name)

    expect(names.length).toBeGreaterThan(20)
    expect(new Set(names).size).toBe(names.length)
  }
})
