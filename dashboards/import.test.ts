import { describe, expect, test } from 'vitest'
import { connected, importShipped, shippedObjects } from '../test/fake-kibana/connected.ts'
import { useFakeKibana } from '../test/fake-kibana/use-fake-kibana.ts'
import { importObjects } from './import.ts'
import { isOwnId } from './kibana/ownership.ts'
import { type SavedObject, toNdjson } from './saved-object.ts'

const fakes = useFakeKibana()

/** The shipped objects, one of them altered; `wanted` is its type. */
function altered(wanted: SavedObject['type'], change: (object: SavedObject) => object) {
  const index = shippedObjects.findIndex(({ type }) => type === wanted)
  const changed = shippedObjects.map((object, at) =>
    at === index ? (change(object) as SavedObject) : object,
  )
  return { objects: changed, id: shippedObjects[index]?.id ?? '' }
}

const importPath = '/api/saved_objects/_import'

describe('importObjects', () => {
  test('sends the file as Kibana wants it', async () => {
    const kibana = await fakes.start({ basePath: '/base' })

    await importShipped(await connected(kibana))

    const { path, query, headers, body } = kibana.asked.at(-1) ?? { body: '' }
    expect(`${path ?? ''}${query ?? ''}`).toBe(`/base${importPath}?overwrite=true`)
    expect(headers?.['kbn-xsrf']).toBeDefined()
    expect(headers?.['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(body).toMatch(/name="file"; filename="[^"]+\.ndjson"/)
    expect(body).toContain(`\r\n\r\n${toNdjson(shippedObjects)}`)
  })

  test.each([
    [{ apiKey: 'abc' }, 'ApiKey abc'],
    [{ username: 'elastic', password: 'päss' }, 'Basic ZWxhc3RpYzpww6Rzcw=='],
  ])('shows who it is: %j', async (auth, authorization) => {
    const kibana = await fakes.start()
    const { server, ...rest } = await connected(kibana)

    await importShipped({ ...rest, server: { ...server, auth } })

    expect(kibana.asked.at(-1)?.headers.authorization).toBe(authorization)
  })

  test.each(['7.10.2', '7.17.6', '8.19.1', '9.1.0'] as const)(
    'puts everything into a Kibana %s, and over itself the second time',
    async (flavour) => {
      const kibana = await fakes.start({ flavour })
      const connection = await connected(kibana)

      const first = await importShipped(connection)
      const second = await importShipped(connection)

      expect(first).toEqual(shippedObjects.map(({ type, id }) => ({ type, id, outcome: 'new' })))
      expect(second).toEqual(first.map((object) => ({ ...object, outcome: 'overwritten' })))
      expect(kibana.store.objects('default')).toHaveLength(shippedObjects.length)
    },
  )

  test.each(['7.10.2', '9.1.0'] as const)(
    'names the one object that a Kibana %s did not take',
    async (flavour) => {
      const kibana = await fakes.start({ flavour })
      const { objects, id } = altered('dashboard', (object) => ({
        ...object,
        attributes: { ...object.attributes, stray: 1 },
      }))

      const imported = await importShipped(await connected(kibana), objects)

      const failed = imported.filter(({ outcome }) => outcome === 'failed')
      expect(failed).toEqual([
        { type: 'dashboard', id, outcome: 'failed', reason: expect.stringContaining('stray') as string }, // prettier-ignore
      ])
      expect(kibana.store.objects('default')).toHaveLength(objects.length - 1)
    },
  )

  test('believes no success beside a missing reference, which keeps everything out', async () => {
    const kibana = await fakes.start()
    const withoutViews = shippedObjects.filter(({ type }) => type !== 'index-pattern')

    const imported = await importShipped(await connected(kibana), withoutViews)

    expect(kibana.store.objects('default')).toEqual([])
    expect(imported.map(({ outcome }) => outcome)).not.toContain('new')
    expect(imported.map(({ reason }) => reason)).toContainEqual(
      'refers to index-pattern tally-transactions, which is not there',
    )
    expect(imported.at(-1)?.reason).toMatch(/^not imported, because Kibana imports nothing while /)
  })

  test('says which objects a Kibana does not know, and imports the others', async () => {
    const kibana = await fakes.start()
    const lens = { id: 'tally-lens', type: 'lens', attributes: {}, references: [] }
    const objects = [...shippedObjects, lens]
    const ndjson = `${toNdjson(shippedObjects)}${JSON.stringify(lens)}\n`

    const imported = await importObjects(await connected(kibana), { objects, ndjson, mayWrite: isOwnId }) // prettier-ignore

    expect(imported.filter(({ outcome }) => outcome === 'failed')).toEqual([
      { type: 'lens', id: 'tally-lens', outcome: 'failed', reason: 'this Kibana does not know objects of that type' }, // prettier-ignore
    ])
    expect(kibana.store.objects('default')).toHaveLength(shippedObjects.length)
  })

  test('says which ids objects have in a second space of 8.x, the second time too', async () => {
    const kibana = await fakes.start({ flavour: '8.19.1', spaces: ['bank'] })
    await importShipped(await connected(kibana))
    const second = await connected(kibana, 'bank')

    const first = await importShipped(second)
    const again = await importShipped(second)

    expect(first.map(({ becameId }) => becameId)).not.toContain(undefined)
    expect(first.map(({ becameId }) => becameId)).not.toContain('tally-transactions')
    expect(again.map(({ becameId }) => becameId)).toEqual(first.map(({ becameId }) => becameId))
    expect(kibana.store.objects('bank')).toHaveLength(shippedObjects.length)
  })

  test('tells that copies stand in the way in a second space', async () => {
    const kibana = await fakes.start({ flavour: '9.1.0', spaces: ['bank'] })
    await importShipped(await connected(kibana))
    const original = { type: 'index-pattern', originId: 'tally-transactions' }
    kibana.put({ ...original, id: 'one' }, 'bank')
    kibana.put({ ...original, id: 'two' }, 'bank')

    const imported = await importShipped(await connected(kibana, 'bank'))

    expect(imported.find(({ id }) => id === 'tally-transactions')?.reason).toContain('copies of it')
  })

  test.each(['someone-elses', 'tally-mine-chart'])(
    'sends nothing when one of the objects is %s',
    async (id) => {
      const kibana = await fakes.start()
      const { objects } = altered('visualization', (object) => ({ ...object, id }))
      const connection = await connected(kibana)

      const imported = importShipped(connection, objects)

      await expect(imported).rejects.toMatchObject({
        code: 'dashboards.invalid',
        message: expect.stringContaining(`visualization ${id} is not ours`) as string,
      })
      expect(kibana.asked.map(({ path }) => path)).not.toContain(importPath)
    },
  )

  test.each([
    ['objects', 10_001, ''],
    ['bytes', 1, ' '.repeat(26_214_401)],
  ])('sends no more %s than Kibana imports at once', async (_what, length, ndjson) => {
    const objects = Array.from({ length }, (_, at) => ({ type: 'dashboard', id: `tally-${at}` }))
    const connection = await connected(await fakes.start())

    const imported = importObjects(connection, { objects, ndjson, mayWrite: isOwnId })

    await expect(imported).rejects.toThrow('more than Kibana imports at once')
  })

  test.each([
    ['counts fewer objects than were sent', { success: true, successCount: 0 }],
    ['names more than it counts', { success: true, successCount: 1, successResults: shippedObjects.map(({ type, id }) => ({ type, id })) }], // prettier-ignore
    ['does not name them', { success: true, successCount: shippedObjects.length }],
  ])('does not believe a success that %s', async (_what, body) => {
    const kibana = await fakes.start()
    kibana.instead.set(importPath, { status: 200, body })

    const imported = await importShipped(await connected(kibana))

    expect(new Set(imported.map(({ outcome }) => outcome))).toEqual(new Set(['failed']))
    expect(imported[0]?.reason).toContain(`counts ${body.successCount} of ${shippedObjects.length}`)
  })

  test('says that a file is of a newer Kibana', async () => {
    const { objects } = altered('dashboard', (object) => ({
      ...object,
      migrationVersion: { dashboard: '8.0.0' },
    }))

    await expect(
      importShipped(await connected(await fakes.start()), objects),
    ).rejects.toMatchObject({
      code: 'kibana.rejected',
      message: expect.stringContaining('belongs to a more recent version') as string,
    })
  })

  test.each<[string, number, unknown, string, string]>([
    ['a missing privilege', 403, { message: 'Unable to bulk_create' }, 'kibana.refused', '403: Unable'], // prettier-ignore
    ['one that is overloaded', 503, 'Service Unavailable', 'kibana.unreachable', '503: Service'],
    ['a proxy with a lower limit', 413, { message: 'Too large' }, 'kibana.rejected', '413: Too large'], // prettier-ignore
    ['a page that is no Kibana', 200, '<html>Log in</html>', 'kibana.rejected', '<html>Log in'],
  ])('says in one sentence what %s is', async (_what, status, body, code, message) => {
    const kibana = await fakes.start()
    kibana.instead.set(importPath, { status, body })

    const imported = importShipped(await connected(kibana))

    await expect(imported).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
      action: expect.stringMatching(/^\w/) as string,
    })
  })
})
