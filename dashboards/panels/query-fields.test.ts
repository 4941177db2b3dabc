import { expect, test } from 'vitest'
import { queryFields } from './query-fields.ts'

test.each([
  ['', []],
  ['*', []],
  ['online', []],
  ['a.b:c', ['a.b']],
  ['a:1 AND (b_c:[1 TO 2] OR NOT d:{* TO 5})', ['a', 'b_c', 'd']],
  ['a:x a:y -b:z', ['a', 'b']],
  ['_exists_:quality.unknown_rate', ['quality.unknown_rate']],
  ['@timestamp:[2026-11-01T00:00:00Z TO now/d]', ['@timestamp']],
  ['a:"b:c" OR a:/d:e/ OR a:f\\:g', ['a']],
  ['merchant.\\*:x', []],
])('the fields of %j are %j', (query, fields) => {
  expect(queryFields(query)).toEqual(fields)
})
