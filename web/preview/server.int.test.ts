import { type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type ChartPicture, type Picture } from '../../dashboards/panels/picture.ts'
import { type PreviewFixture, startPreviewFixture } from '../../test/preview-fixture.ts' // prettier-ignore
import { type ApiProblem, type DashboardData, type Overview } from './api.ts'
import { startPreview } from './server.ts'

const elasticsearch = { url: inject('elasticsearchUrl'), auth: undefined, ca: undefined }
const data = '/api/dashboards/tally-small/data'
const week = '?from=2026-11-14T00:00:00Z&to=2026-11-21T00:00:00Z'
const range = { range: { '@timestamp': { gte: '2026-11-14T00:00:00.000Z' } } }
const authorized = { term: { 'transaction.outcome': 'authorized' } }
let fixture: PreviewFixture
let url: string

beforeAll(async () => {
  fixture = await startPreviewFixture(elasticsearch.url, 'server')
  url = fixture.preview.url
})

afterAll(async () => {
  await fixture.close()
})

async function pictures(query = week): Promise<Record<string, Picture>> {
  const response = await fetch(url + data + query)
  const { panels } = (await response.json()) as DashboardData
  return Object.fromEntries(panels.map(({ id, picture }) => [id, picture]))
}

function chart(picture: Picture | undefined): ChartPicture {
  if (picture?.kind !== 'chart') throw new Error(`expected a chart, got ${JSON.stringify(picture)}`)
  return picture
}

function total(picture: ChartPicture, label: string): number {
  const points = picture.series.find((series) => series.label === label)?.points ?? []
  return points.reduce((sum, [, value]) => sum + (value ?? 0), 0)
}

describe('the panels', () => {
  test('are listed with what the page needs before any figures', async () => {
    const response = await fetch(`${url}/api/dashboards`)

    const {
      dashboards: [outline],
    } = (await response.json()) as Overview
    expect(outline).toMatchObject({ title: 'Small', from: 'now-30d', to: 'now' })
    expect(outline?.panels).toHaveLength(4)
  })

  test('the metric equals a count and a sum of its own', async () => {
    const { count } = await fixture.client.count({
      index: fixture.index,
      query: { bool: { filter: [range, authorized] } },
    })

    const { 1: metric } = await pictures()

    expect(count).toBeGreaterThan(500)
    expect(metric).toMatchObject({ figures: [{ label: 'Transactions', value: count }, {}, {}] })
  })

  test('the table equals a terms aggregation of its own', async () => {
    const { aggregations = {} } = await fixture.client.search({
      index: fixture.index,
      size: 0,
      query: { bool: { filter: [range, authorized] } },
      aggs: {
        names: {
          terms: { field: 'merchant.name', size: 10, order: { paid: 'desc' } },
          aggs: { paid: { sum: { field: 'transaction.amount_eur' } } },
        },
      },
    })
    const { buckets } = aggregations['names'] as {
      buckets: { key: string; doc_count: number; paid: { value: number } }[]
    }

    const { 3: table } = await pictures()

    const rows = table?.kind === 'table' ? table.rows : []
    expect(rows.map(([name, paid, count]) => [name, paid, count])).toEqual(
      buckets.map(({ key, doc_count: count, paid }) => [key, paid.value, count]),
    )
  })

  test('the histogram sums to the count of each outcome', async () => {
    const { 4: picture } = await pictures()

    const histogram = chart(picture)
    expect(histogram.series.map(({ label }) => label)).toEqual([
      'Authorized',
      'Declined',
      'Reversed',
    ])
    for (const { label } of histogram.series) {
      const outcome = { term: { 'transaction.outcome': label.toLowerCase() } }
      const { count } = await fixture.client.count({
        index: fixture.index,
        query: { bool: { filter: [range, outcome] } },
      })
      expect(total(histogram, label)).toBe(count)
    }
  })

  test('the Timelion series sums to the metric, and the one before it to last week', async () => {
    const found = await pictures()
    const before = await pictures('?from=2026-11-07T00:00:00Z&to=2026-11-14T00:00:00Z')

    const money = (metric: Picture | undefined) =>
      metric?.kind === 'figures' ? (metric.figures[1]?.value ?? 0) : 0
    expect(total(chart(found[2]), 'Money moved')).toBeCloseTo(money(found[1]), 4)
    expect(total(chart(found[2]), 'One week earlier')).toBeCloseTo(money(before[1]), 4)
  })

  test('that are empty say why', async () => {
    const { 2: timelion, 3: table } = await pictures(
      '?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z',
    )

    expect(timelion).toEqual({ kind: 'empty', reason: 'Nothing happened in this period.' })
    expect(table).toMatchObject({ kind: 'empty' })
  })

  test('over an index that does not exist yet say so', async () => {
    const other = await fixture.startOther({ index: 'tally-preview-unwritten' })

    const response = await fetch(other.url + data + week)
    const { panels } = (await response.json()) as DashboardData
    await other.close()

    expect(response.status).toBe(200)
    expect(new Set(panels.map(({ picture }) => picture.kind))).toEqual(new Set(['empty']))
  })
})

describe('bad input', () => {
  test.each([
    ['', 'from: '],
    ['?from=now&to=now-1h', 'The period ends before it begins'],
    ['?from=2016-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'The period is 3653 days long'],
    ["?from=now-1h';DROP TABLE x&to=now", 'from: expected now, now-24h'],
    ['?from=now-1h&to=now&zone=Nowhere', 'zone: expected an IANA time zone'],
    ['?from=now-1h&from=now-2h&to=now', 'from: '],
    ['?from=now-1h&to=now&size=1', 'address: Unrecognized key: "size"'],
    [`?from=now-1h&to=now&query=${'a'.repeat(1001)}`, 'query: Too big'],
    ['?from=now-1h&to=now&query=a&query=b', 'query: '],
    ['?from=now-1h&to=now&filters=[', 'filters: expected a JSON array'],
    ['?from=now-1h&to=now&filters=[{"kind":"script"}]', 'filters.0.kind: '],
    ['?from=now-1h&to=now&query=a:(', 'The query cannot be read: Encountered the end at line 1'],
    [
      '?from=now-1h&to=now&filters=[{"kind":"is","field":"transaction.amount_eur","values":["abc"]}]',
      'The filter transaction.amount_eur cannot be applied: ',
    ],
  ])('%s is answered 400 with words', async (query, problem) => {
    const response = await fetch(url + data + query)

    const body = (await response.json()) as ApiProblem
    expect([response.status, body.problem]).toEqual([400, expect.stringContaining(problem)])
    expect(body.action).not.toBe('')
  })

  test.each([
    ['GET', '/api/dashboards/other/data?from=now-1h&to=now', 404],
    ['GET', '/../../package.json', 404],
    ['GET', '/page/%2e%2e%2f%2e%2e%2fserver.ts', 404],
    ['POST', data, 405],
    ['DELETE', '/api/dashboards', 405],
  ])('%s %s is answered %s', async (method, path, status) => {
    const response = await fetch(url + path, { method })

    expect(response.status).toBe(status)
    expect(await response.json()).toHaveProperty('problem')
  })

  test.each([20_000, 60_000])(
    'an address of %i characters is answered 414 with words',
    async (length) => {
      const response = await fetch(`${url}${data}${week}&query=${'a'.repeat(length)}`)

      expect(response.status).toBe(414)
      expect(await response.json()).toMatchObject({
        problem: expect.stringContaining('at most 16384 are read') as string,
      })
    },
  )

  test('a request for another host is not answered', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'evil.example' }
      request(`${url}/api/dashboards`, { headers }, ({ statusCode }) => {
        resolve(statusCode)
      })
        .on('error', reject)
        .end()
    })

    expect(status).toBe(421)
  })
})

describe('the server', () => {
  test('lets nothing be loaded from elsewhere, on every answer', async () => {
    for (const path of ['/', '/api/dashboards', '/nothing']) {
      const { headers } = await fetch(url + path)

      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('says what is wrong when Elasticsearch is away', async () => {
    const away = await fixture.startOther({ url: 'http://127.0.0.1:9' })

    const response = await fetch(away.url + data + week)
    const body = (await response.json()) as ApiProblem
    await away.close()

    expect(response.status).toBe(503)
    expect(body.problem).toContain('Elasticsearch at http://127.0.0.1:9 did not answer the panels')
    expect(body.action).toContain('ELASTICSEARCH_URL')
  })

  test.each([
    ['br', 'br, gzip'],
    ['gzip', 'gzip, deflate'],
    [null, 'identity'],
  ])('sends files as %s where %s is asked for', async (encoding, accepted) => {
    const headers = { 'accept-encoding': accepted }
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${url}/`, { headers }, resolve).on('error', reject).end()
    })
    response.resume()

    expect(response.headers['content-encoding'] ?? null).toBe(encoding)
  })

  test('takes a free port when its own is taken', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        resolve((taken.address() as AddressInfo).port)
      })
    })

    const other = await startPreview({ elasticsearch, host: '127.0.0.1', port })
    await other.close()
    taken.close()

    expect(other.isWantedPort).toBe(false)
    expect(other.url).not.toBe(`http://127.0.0.1:${port}`)
  })

  test('says which address it cannot listen on', async () => {
    const started = startPreview({ elasticsearch, host: '192.0.2.1', port: 5610 })

    await expect(started).rejects.toMatchObject({
      code: 'usage.invalid',
      message: expect.stringContaining('192.0.2.1:5610') as string,
    })
  })
})
