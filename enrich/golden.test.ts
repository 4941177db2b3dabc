import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentSchemaOf } from '../contracts/document-schema.ts'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { bankProcessor, defaultFoldSettings } from './bank.ts'
import { type EventInput, recordOf } from './event-builders.ts'

interface Golden {
  readonly given: EventInput
  readonly then: { readonly index: string; readonly document: object }
}

const folder = join(import.meta.dirname, 'golden')
const processor = bankProcessor(defaultFoldSettings)

// A changed document is another function of the log: raise `bankProcessorVersion` with it.
describe('the document of a golden event', () => {
  test.each(readdirSync(folder))('is as written: %s', (file) => {
    const { given, then } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden
    const record = recordOf(given)

    const decoded = processor.decode(record, bankActivity.partitions)
    if (!decoded.ok) throw new Error(decoded.reason)
    const { index, id, time, body } = processor.apply(decoded.event, record).eventDocument

    expect({ index: index.name, document: body }).toStrictEqual(then)
    expect([id, time]).toEqual([given.id, given.time])
    expect(documentSchemaOf(index).safeParse(body).error).toBeUndefined()
  })
})
