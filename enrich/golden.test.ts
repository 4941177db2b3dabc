import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentSchemaOf } from '../contracts/document-schema.ts'
import { activity } from '../contracts/indices/activity.ts'
import { customers } from '../contracts/indices/customers.ts'
import { type EventInput, recordOf } from './event-builders.ts'
import { folded } from './folded.ts'

interface Golden {
  /** What the log holds before. */
  readonly before?: readonly EventInput[]
  readonly given: EventInput
  readonly then: {
    readonly index: string
    readonly document: object
    readonly customer: object
    /** What the event alone adds, by id of the window. */
    readonly activity: Readonly<Record<string, object>>
  }
}

const folder = join(import.meta.dirname, 'golden')
const offset = 48_211
/** As the engine completes a state document. */
const fold = { last_offset: offset }

// A changed document is another function of the log: raise `bankProcessorVersion` with it.
describe('what follows from a golden event', () => {
  test.each(readdirSync(folder))('is as written: %s', (file) => {
    const { before = [], given, then } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden // prettier-ignore
    const log = [...before, given].map((event, at) => recordOf(event, { offset: offset - before.length + at })) // prettier-ignore

    const all = folded(log)
    const last = all.documents.at(-1)
    const customer = all.customers.get(given.subject)
    const windows = Object.fromEntries(folded(log).activity)
    const others = folded(log.slice(0, -1)).activity
    const changed = Object.entries(windows).filter(([id, window]) => JSON.stringify(others.get(id)) !== JSON.stringify(window)) // prettier-ignore

    expect(last?.id).toBe(given.id)
    expect({
      index: last?.index.name,
      document: last?.body,
      customer,
      activity: Object.fromEntries(changed),
    }).toStrictEqual(then)
    if (last === undefined) return
    expect(documentSchemaOf(last.index).safeParse(last.body).error).toBeUndefined()
    expect(documentSchemaOf(customers).safeParse({ ...customer, fold }).error).toBeUndefined()
    for (const [, window] of changed) expect(documentSchemaOf(activity).safeParse({ ...window, fold }).error).toBeUndefined() // prettier-ignore
  })
})
