import { describe, expect, inject, it } from 'vitest'
import { anyFreePort } from '../../stack/ports.ts'
import { connectElasticsearch } from './connection.ts'
import { toElasticsearchProblem } from './failure.ts'

const open = (url: string) => connectElasticsearch({ url, auth: undefined, ca: undefined })

describe('connectElasticsearch', () => {
  it('gives a client that its server answers', async () => {
    const client = open(inject('elasticsearchUrl'))

    const health = await client.cluster.health()

    await client.close()
    expect(health.number_of_nodes).toBe(1)
  })

  it('does not retry and names the address when nothing listens there', async () => {
    const url = `http://127.0.0.1:${await anyFreePort()}`
    const client = open(url)

    const failure: unknown = await client.cluster.health().catch((error: unknown) => error)

    await client.close()
    expect(failure).toMatchObject({ meta: { meta: { attempts: 0 } } })
    expect(toElasticsearchProblem(failure, { url, doing: 'tell its health' })).toMatchObject({
      code: 'elasticsearch.unreachable',
      message: expect.stringContaining(`Elasticsearch at ${url} did not tell its health`) as string,
    })
  })
})
