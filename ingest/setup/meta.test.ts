import { describe, expect, it } from 'vitest'
import { documentSchemaOf } from '../../contracts/document-schema.ts'
import { bankActivity } from '../../contracts/events/bank-activity.ts'
import { meta } from '../../contracts/indices/meta.ts'
import { type Fold, metaDifferences, metaDocumentOf, metaIdOf, metaIndex } from './meta.ts'

const fold: Fold = {
  name: 'bank',
  version: 1,
  settings: { firstDay: '2015-01-01', futureToleranceMs: 300_000 },
  topics: [bankActivity],
}
const wanted = metaDocumentOf(fold, 1)

describe('the meta document', () => {
  it('has the name of the consumer group in one index for all versions', () => {
    expect([metaIndex, metaIdOf(2)]).toEqual(['tally-meta-v1', 'tally-v2'])
  })

  it('fits its contract', () => {
    expect(documentSchemaOf(meta).safeParse(wanted).success).toBe(true)
  })
})

describe('metaDifferences', () => {
  it('are none for what was written, whatever workers have added', () => {
    const grown = {
      ...wanted,
      state: 'retired',
      retention_floor: '2025-01-01T00:00:00.000Z',
      topics: { 'bank.activity': { partitions: 6, first: { '0': 'a1b2' } } },
    }

    expect(metaDifferences(wanted, wanted)).toEqual([])
    expect(metaDifferences(grown, wanted)).toEqual([])
  })

  it.each([
    [{ ...fold, version: 2 }, 'processor is "bank version 2", expected "bank version 1"'],
    [{ ...fold, name: 'shop' }, 'processor is "shop version 1", expected "bank version 1"'],
    [
      { ...fold, settings: { ...fold.settings, firstDay: '2020-01-01' } },
      'first_day is "2020-01-01", expected "2015-01-01"',
    ],
    [
      { ...fold, settings: { ...fold.settings, futureToleranceMs: 1 } },
      'future_tolerance_ms is 1, expected 300000',
    ],
    [
      { ...fold, topics: [{ ...bankActivity, partitions: 12 }] },
      'partitions of bank.activity is 12, expected 6',
    ],
    [{ ...fold, topics: [] }, 'partitions of bank.activity is not there, expected 6'],
    [
      { ...fold, settings: { ...fold.settings, referenceDataHash: 'a1' } },
      'reference_data_hash is "a1", expected not there',
    ],
  ])('tell in which respect it is of another fold', (other, text) => {
    expect(metaDifferences(metaDocumentOf(other, 1), wanted)).toEqual([text])
  })

  it.each([undefined, {}, { processor: 'bank' }])('refuse %j', (found) => {
    expect(metaDifferences(found, wanted)).toEqual([
      'the document is not one that `tally setup` has written',
    ])
  })
})
