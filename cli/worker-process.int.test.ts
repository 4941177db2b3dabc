import { createServer, request, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { bankProcessorVersion } from '../enrich/bank.ts'
import { runTally, startTally } from '../test/tally.ts'
import { startWorkerProcess } from './worker-process.ts'

let server: Server
let url = ''

/**
 * An Elasticsearch whose indices were filled by another version of the processor: the real one, but
 * for the answer about its meta document, which other tests use.
 */
beforeAll(async () => {
  await runTally(['setup'])
  server = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url ?? '/', inject('elasticsearchUrl'))
    const { method, headers } = incoming
    const forwarded = request(target, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        const isMeta = target.pathname === '/tally-meta-v1/_doc/tally-v1'
        const { 'content-length': _, ...others } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 500, others)
        outgoing.end(isMeta ? body.replace(/"version":\d+\}/, '"version":999}') : body)
      })
    })
    incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 60_000)

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('a worker that refuses to go on', () => {
  it('ends with status 1 and says in plain words what is the matter', async () => {
    const { ended, output } = startTally(['worker'], { ELASTICSEARCH_URL: url })

    expect(await ended).toBe(1)
    expect(output()).toContain(
      `processor is "bank version 999", expected "bank version ${bankProcessorVersion}"`,
    )
    expect(output()).not.toContain('    at ')
  })

  it('is not started again', async () => {
    const notices: string[] = []

    const worker = startWorkerProcess({
      servers: {
        kafka: { brokers: inject('kafkaBrokers'), ssl: undefined, sasl: undefined },
        elasticsearch: { url, auth: undefined, ca: undefined },
      },
      onNotice: (text) => notices.push(text),
    })

    expect(await worker.gaveUp).toMatchObject({
      code: 'worker.ended',
      message: expect.stringContaining('do not match') as unknown,
    })
    expect(notices).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+  metrics/)])
    await worker.stop()
  })
})
