import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { fuzzRequests } from './fuzz-requests.ts'
import { fuzzPreview, fuzzWorkerEndpoint } from './fuzzed-servers.ts'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A server that does what it must not. */
async function badServer(answer: string | undefined): Promise<string> {
  const server = createServer((_request, response) => {
    response.statusCode = answer === undefined ? 500 : 200
    response.end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a request that was mutated', () => {
  test.each([
    ['the endpoint of a worker', fuzzWorkerEndpoint],
    ['the preview', fuzzPreview],
  ])(
    'to %s is answered without 500 and without insides, or its connection is closed',
    async (_server, fuzz) => {
      const { found, bugs, outcomes, requests } = await fuzz({ seed: 1, requests: 700 })

      expect(found).toEqual([])
      expect(bugs).toEqual([])
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(requests)
      // Some are good and some are not, or the test says little.
      expect(outcomes['200']).toBeGreaterThan(20)
      expect(outcomes['400']).toBeGreaterThan(20)
      // One that never ends is given up.
      expect(outcomes['408']).toBeGreaterThan(0)
    },
    90_000,
  )

  test.each([
    ['500', undefined, 'answered 500'],
    ['a stack', 'TypeError: x\n    at f (/srv/a.js:1:2)', 'the answer shows its insides'],
  ])('is reported where the answer is %s', async (_what, answer, fault) => {
    const url = await badServer(answer)
    const asked = fuzzRequests({ url, paths: ['/'], wellPath: '/' }, { seed: 1, requests: 30 })

    if (answer === undefined) await expect(asked).rejects.toThrow('expected 200')
    else expect((await asked).found[0]).toMatchObject({ fault })
  })
})
