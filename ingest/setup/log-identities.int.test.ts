import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { meta } from '../../contracts/indices/meta.ts'
import {
  connectElasticsearch,
  type ElasticsearchClient,
} from '../../runtime/elasticsearch/connection.ts'
import { tinyProcessor } from '../../test/tiny-processor.ts'
import { createIndexStore } from './index-store.ts'
import { createLogIdentities } from './log-identities.ts'
import { setUpMeta } from './meta.ts'
import { setUpIndices } from './templates.ts'

const url = inject('elasticsearchUrl')
const topic = 'test.identities'
const fold = tinyProcessor({ topic, index: 'test-identities', partitions: 12 })
let client: ElasticsearchClient

beforeAll(async () => {
  client = connectElasticsearch({ url, auth: undefined, ca: undefined })
  await setUpIndices(createIndexStore(client, url), [meta], { indexVersion: 1 })
})
afterAll(() => client.close())

describe('what is known of the log', () => {
  it('is kept, whoever writes at the same time, and the first one counts', async () => {
    const indexVersion = randomInt(2, 2 ** 40)
    await setUpMeta(createIndexStore(client, url), fold, { indexVersion })
    const identities = createLogIdentities({ client, url, fold, indexVersion })
    const partitions = Array.from({ length: 12 }, (_, partition) => ({ topic, partition }))

    const told = await Promise.all(
      partitions.map((of) =>
        Promise.all([identities.remember(of, 'one'), identities.remember(of, 'other')]),
      ),
    )

    const knownOf = await identities.read()
    for (const [at, [one, other]] of told.entries()) {
      expect(one).toBe(other)
      expect(['one', 'other']).toContain(one)
      expect(knownOf({ topic, partition: at })).toBe(one)
    }
    expect(knownOf({ topic, partition: 12 })).toBeUndefined()
    // What setup compares is as it was.
    const { outcome } = await setUpMeta(createIndexStore(client, url), fold, { indexVersion })
    expect(outcome).toBe('unchanged')
  })

  it('is nothing to rely on without a meta document', async () => {
    const identities = createLogIdentities({
      client,
      url,
      fold,
      indexVersion: randomInt(2, 2 ** 40),
    })

    await expect(identities.read()).rejects.toMatchObject({ code: 'index.replaced' })
    await expect(identities.remember({ topic, partition: 0 }, 'one')).rejects.toMatchObject({
      code: 'index.replaced',
    })
  })
})
