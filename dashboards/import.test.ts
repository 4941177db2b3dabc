import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { bankOverview } from './bank-overview.ts'
import { importSavedObjects } from './import.ts'
import { toNdjson } from './saved-object.ts'

const objects = bankOverview.objects

interface Asked {
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let server: Server | undefined

/** A Kibana that gives one scripted answer and keeps what it was asked. */
async function startKibana(status: number, answer: unknown) {
  const asked: Asked[] = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      asked.push({ url: request.url ?? '', headers: request.headers, body })
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
    })
  })
  const started = server
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const { port } = started.address() as AddressInfo
  const settings = { url: `http://127.0.0.1:${port}`, auth: undefined, ca: undefined }
  return { settings, asked }
}

afterEach(() => {
  server?.close()
  server = undefined
})

const success = { success: true, successCount: objects.length, successResults: [] }

describe('importSavedObjects', () => {
  test('sends the file as Kibana wants it', async () => {
    const { settings, asked } = await startKibana(200, success)

    await importSavedObjects({ ...settings, url: `${settings.url}/base/` }, objects)

    const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = asked
    expect(url).toBe('/base/api/saved_objects/_import?overwrite=true')
    expect(headers['kbn-xsrf']).toBeDefined()
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(body).toMatch(/name="file"; filename="[^"]+\.ndjson"/)
    expect(body).toContain(`\r\n\r\n${toNdjson(objects)}`)
  })

  test.each([
    [{ apiKey: 'abc' }, 'ApiKey abc'],
    [{ username: 'elastic', password: 'päss' }, 'Basic ZWxhc3RpYzpww6Rzcw=='],
  ])('shows who it is: %j', async (auth, authorization) => {
    const { settings, asked } = await startKibana(200, success)

    await importSavedObjects({ ...settings, auth }, objects)

    expect(asked[0]?.headers.authorization).toBe(authorization)
  })

  test('reports every object when all were taken', async () => {
    const { settings } = await startKibana(200, success)

    const { imported, failures } = await importSavedObjects(settings, objects)

    expect(imported).toHaveLength(objects.length)
    expect(imported).toContain('dashboard tally-bank-overview')
    expect(failures).toEqual([])
  })

  test('names the object that failed although Kibana answered 200', async () => {
    const { settings } = await startKibana(200, {
      success: false,
      successCount: 1,
      successResults: [{ type: 'visualization', id: 'a', meta: {} }],
      errors: [
        {
          type: 'dashboard',
          id: 'tally-bank-overview',
          title: 'Bank overview',
          error: { type: 'unknown', message: 'mapping set to strict' },
        },
      ],
    })

    const report = await importSavedObjects(settings, objects)

    expect(report.imported).toEqual(['visualization a'])
    expect(report.failures).toEqual(['dashboard tally-bank-overview: mapping set to strict'])
  })

  test('believes no success beside a missing reference, which keeps everything out', async () => {
    const { settings } = await startKibana(200, {
      success: false,
      successCount: 1,
      successResults: [{ type: 'dashboard', id: 'a' }],
      errors: [
        {
          type: 'visualization',
          id: 'b',
          error: { type: 'missing_references', references: [{ type: 'index-pattern', id: 'c' }] },
        },
      ],
    })

    const { imported, failures } = await importSavedObjects(settings, objects)

    expect(imported).toEqual([])
    expect(failures[0]).toBe('visualization b: refers to index-pattern c, which is not there')
  })

  test('does not believe a success that counts fewer objects than were sent', async () => {
    const { settings } = await startKibana(200, { success: true, successCount: 0 })

    const { failures } = await importSavedObjects(settings, objects)

    expect(failures[0]).toContain(`counts 0 of ${objects.length} objects as imported`)
  })

  test.each<[string, number, unknown, string, string]>([
    ['a wrong password', 401, { message: 'Unauthorized' }, 'kibana.refused', '401: Unauthorized'],
    [
      'a Kibana that is too old',
      422,
      { message: 'belongs to a more recent version of Kibana [7.10.0]' },
      'kibana.rejected',
      'belongs to a more recent version',
    ],
    ['one that is not ready', 503, 'Kibana server is not ready yet', 'kibana.unreachable', '503'],
    ['a page that is no Kibana', 200, '<html>Log in</html>', 'kibana.rejected', '<html>Log in'],
  ])('says in one sentence what %s is', async (_what, status, answer, code, message) => {
    const { settings } = await startKibana(status, answer)

    const imported = importSavedObjects(settings, objects)

    await expect(imported).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
      action: expect.stringMatching(/^\w/) as string,
    })
  })

  test('says where no Kibana answers', async () => {
    const { settings } = await startKibana(200, success)
    server?.close()

    const imported = importSavedObjects(settings, objects)

    await expect(imported).rejects.toMatchObject({ code: 'kibana.unreachable' })
    await expect(importSavedObjects(settings, objects)).rejects.toThrow(settings.url)
  })
})
