import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { cutsAnswer, fails, failsAsProxy, type Fault, losesAnswer, shortensAnswer, startFailingProxy } from '../../test/failing-proxy.ts' // prettier-ignore
import { type PreviewFixture, startPreviewFixture } from '../../test/preview-fixture.ts'
import { type ApiProblem } from './api.ts'

const elasticsearch = { url: inject('elasticsearchUrl'), auth: undefined, ca: undefined }
const data = '/api/dashboards/tally-small/data'
const week = '?from=2026-11-14T00:00:00Z&to=2026-11-21T00:00:00Z'
let fixture: PreviewFixture

beforeAll(async () => {
  fixture = await startPreviewFixture(elasticsearch.url, 'faults')
})

afterAll(async () => {
  await fixture.close()
})

describe('the preview', () => {
  test.each<[string, Fault, string]>([
    ['answers with an error', fails(500, { type: 'oops', reason: 'broken' }), '500 oops: broken'],
    ['is busy', fails(429, { type: 'es_rejected_execution_exception' }), '429'],
    ['answers what is no JSON', shortensAnswer, 'did not answer the panels'],
    ['cuts its answer', cutsAnswer, 'did not answer the panels'],
    ['is a proxy', failsAsProxy(502), '502'],
    [
      'answers something else',
      ({ answer }) => {
        answer({ status: 200, body: Buffer.from('{"responses":[{}]}') })
      },
      'what came is not one answer to each search',
    ],
  ])('says in one sentence that Elasticsearch %s', async (_what, fault, sentence) => {
    const proxy = await startFailingProxy(elasticsearch.url)
    proxy.always('_msearch', fault)
    const other = await fixture.startOther({ url: proxy.url })

    const response = await fetch(other.url + data + week)
    const body = (await response.json()) as ApiProblem
    await other.close()
    await proxy.close()

    expect(response.status).toBe(503)
    expect(body.problem).toContain(sentence)
    expect(body.problem).not.toContain('\n')
    expect(body.action).not.toBe('')
  })

  test('waits for a slow Elasticsearch no longer than it says, and takes eight requests meanwhile', async () => {
    const proxy = await startFailingProxy(elasticsearch.url)
    proxy.always('_msearch', losesAnswer)
    const other = await fixture.startOther({ url: proxy.url, searchTimeoutMs: 1500 })

    const asked = Array.from({ length: 9 }, () => fetch(other.url + data + week))
    const bodies = await Promise.all(
      asked.map(async (response) => (await (await response).json()) as ApiProblem),
    )
    await other.close()
    await proxy.close()

    const problems = bodies.map(({ problem }) => problem).sort()
    expect(problems.filter((text) => text.includes('did not answer the panels'))).toHaveLength(8)
    expect(problems.filter((text) => text.includes('still busy'))).toHaveLength(1)
  })

  test('gives up the searches of a reader who has gone away', async () => {
    const proxy = await startFailingProxy(elasticsearch.url)
    const reader = new AbortController()
    const left = new Promise<void>((resolve) => {
      proxy.always('_msearch', ({ whenGone }) => {
        reader.abort()
        void whenGone.then(resolve)
      })
    })
    const other = await fixture.startOther({ url: proxy.url })

    const asked = fetch(other.url + data + week, { signal: reader.signal })

    await expect(asked).rejects.toThrow('abort')
    await left
    await other.close()
    await proxy.close()
  })
})
