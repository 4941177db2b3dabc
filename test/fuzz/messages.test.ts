import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deadLetterCodes } from '../../contracts/dead-letter.ts'
import { recordOf, authorized } from '../../enrich/event-builders.ts'
import { FoundCase, recordIn, toFoundCase } from './found-case.ts'
import { fuzzMessages } from './fuzz-messages.ts'
import { judge } from './judge-record.ts'
import { shrink } from './shrink.ts'

const folder = join(import.meta.dirname, 'found')
const found = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

describe('a message that was mutated', () => {
  test('becomes an event or a dead letter with a known code, and never anything else', async () => {
    const report = await fuzzMessages({ seed: 1, messages: 40_000, msMax: 15_000 })

    expect(report.found).toEqual([])
    const { outcomes, messages } = report
    const counted = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
    expect(counted).toBe(messages)
    // Every way is taken, or the test says little; Elasticsearch alone refuses with the last code.
    const codes = Object.keys(deadLetterCodes).filter((code) => code !== 'index-refused')
    expect(Object.keys(outcomes).sort()).toEqual(['event', ...codes].sort())
    expect(outcomes.event).toBeGreaterThan(messages / 10)
  }, 60_000)

  test('is the same again for the same seed', async () => {
    const one = await fuzzMessages({ seed: 5, messages: 200 })
    const other = await fuzzMessages({ seed: 5, messages: 200 })

    expect(one.outcomes).toEqual(other.outcomes)
  })

  test.each(found)('and was found once is mended: %s', (file) => {
    const each = FoundCase.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))

    const { outcome } = judge(recordIn(each), () => ({ customer: each.customer, windows: each.windows })) // prettier-ignore

    expect(outcome === 'event' || outcome in deadLetterCodes).toBe(true)
  })
})

describe('a case that is found', () => {
  test('is made small', () => {
    const value = Buffer.from('abc<fault>def')
    const record = recordOf(authorized(), { value, headers: { x: Buffer.from('y') } })

    const small = shrink(record, (each) => Buffer.from(each.value ?? []).includes('fault'))

    expect(Buffer.from(small.value ?? []).toString()).toBe('fault')
    expect(small.headers).toEqual({})
  })

  test('is the same after it was written and read', () => {
    const headers = { x: Buffer.from('y'), z: [Buffer.from('1'), Buffer.alloc(0)] }
    const record = recordOf(authorized(), { value: null, headers })

    const read = FoundCase.parse(JSON.parse(JSON.stringify(toFoundCase(record, 'none'))))

    expect(recordIn(read)).toEqual({ ...record, key: Buffer.from(record.key ?? []) })
  })
})
