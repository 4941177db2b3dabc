import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageFolder } from '../runtime/paths.ts'
import { type ElasticsearchFailure, failureTable, verdictOn } from './failures.ts'

type Row = readonly [
  name: string,
  level: ElasticsearchFailure['level'],
  status: number | undefined,
  type: string | undefined,
  verdict: string,
]

const rows: readonly Row[] = [
  ['there already', 'item', 409, 'version_conflict_engine_exception', 'already-there'],
  ['conflict of another kind', 'item', 409, 'other_conflict_exception', 'retry server-error'],
  ['index missing', 'item', 404, 'index_not_found_exception', 'retry index-unavailable'],
  ['index closed', 'item', 400, 'index_closed_exception', 'retry index-unavailable'],
  ['read-only, of old', 'item', 403, 'cluster_block_exception', 'retry index-unavailable'],
  ['read-only', 'item', 429, 'cluster_block_exception', 'retry index-unavailable'],
  ['cluster blocked', 'request', 403, 'cluster_block_exception', 'retry index-unavailable'],
  ['not found', 'item', 404, 'other_exception', 'retry index-unavailable'],
  ['no such path at a proxy', 'request', 404, undefined, 'retry index-unavailable'],
  ['queue full', 'item', 429, 'es_rejected_execution_exception', 'retry too-many-requests'],
  ['circuit breaker', 'request', 429, 'circuit_breaking_exception', 'retry too-many-requests'],
  ['shard missing', 'item', 503, 'unavailable_shards_exception', 'retry server-error'],
  ['bad gateway', 'request', 502, undefined, 'retry server-error'],
  ['gateway timeout', 'request', 504, undefined, 'retry server-error'],
  ['request timeout', 'request', 408, undefined, 'retry timed-out'],
  ['no answer in time', 'request', undefined, 'timed-out', 'retry timed-out'],
  ['no connection', 'request', undefined, 'no-connection', 'retry no-connection'],
  ['answer cut off', 'request', undefined, 'unreadable-answer', 'retry unreadable-answer'],
  ['item without status', 'item', 0, undefined, 'retry unreadable-answer'],
  ['too large', 'request', 413, undefined, 'split request-too-large'],
  ['wrong password', 'request', 401, 'security_exception', 'stop'],
  ['no privilege', 'request', 403, 'security_exception', 'stop'],
  ['no privilege on one index', 'item', 403, 'security_exception', 'stop'],
  ['certificate not trusted', 'request', undefined, 'untrusted', 'stop'],
  ['malformed request', 'request', 400, 'illegal_argument_exception', 'stop'],
  ['document refused', 'item', 400, 'document_parsing_exception', 'refuse'],
  ['field unknown', 'item', 400, 'strict_dynamic_mapping_exception', 'refuse'],
  ['document too large', 'item', 413, undefined, 'refuse'],
]

describe('the failure table', () => {
  it.each(rows)('%s: %s %s %s → %s', (_name, level, status, type, expected) => {
    const verdict = verdictOn({ level, status, type, reason: undefined })

    const said = 'cause' in verdict ? `${verdict.action} ${verdict.cause}` : verdict.action
    expect(said).toBe(expected)
  })

  it('knows the limit of shards by its words', () => {
    const reason =
      'Validation Failed: 1: this action would add [2] shards, but this cluster currently has ' +
      '[1000]/[1000] maximum normal shards open;'

    expect(verdictOn({ level: 'item', status: 400, type: 'validation_exception', reason })).toEqual(
      {
        action: 'retry',
        cause: 'index-unavailable',
      },
    )
  })

  it('has a test for every row', () => {
    const failures = rows.map(([, level, status, type]) => ({
      level,
      status,
      type,
      reason: undefined,
    }))

    const unused = failureTable.filter((row) => {
      return !failures.some((failure) => failureTable.find((of) => of.matches(failure)) === row)
    })

    expect(unused).toEqual([])
  })
})

describe('docs/failures.md', () => {
  it('has the rows of the table, in their order', async () => {
    const page = await readFile(join(packageFolder, 'docs/failures.md'), 'utf8')
    const [, section = ''] = page.split('## What Elasticsearch answers')
    const [table = ''] = section.split('\n## ')
    const cells = table.split('\n').filter((line) => line.startsWith('|'))
    const names = cells.slice(2).map((line) => line.split('|')[1]?.trim())

    expect(names).toEqual(failureTable.map(({ name }) => name))
  })

  it('names tests that are there', async () => {
    const page = await readFile(join(packageFolder, 'docs/failures.md'), 'utf8')
    const files = [...new Set([...page.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file))] // prettier-ignore

    expect(files.length).toBeGreaterThan(8)
    expect(files.filter((file) => !existsSync(join(packageFolder, file)))).toEqual([])
  })
})
