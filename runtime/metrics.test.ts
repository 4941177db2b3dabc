import { describe, expect, it } from 'vitest'
import { type MetricDefinition } from '../contracts/metrics.ts'
import { parseExposition } from '../test/exposition.ts'
import { createMetrics, type Tell } from './metrics.ts'

const definitions = {
  seen: {
    name: 'seen_total',
    type: 'counter',
    meaning: 'Seen.',
    unit: 'records',
    labels: ['code'],
  },
  left: { name: 'left', type: 'gauge', meaning: 'Left.', unit: 'records', labels: [] },
  took: {
    name: 'took_seconds',
    type: 'histogram',
    meaning: 'Took.',
    unit: 'seconds',
    labels: [],
    buckets: [1, 10],
  },
} as const satisfies Record<string, MetricDefinition>

type Name = keyof typeof definitions

const metricsOf = (collect: (tell: Tell<Name>) => void) => createMetrics(definitions, { collect })
const scrape = async (metrics: ReturnType<typeof metricsOf>) =>
  parseExposition(await metrics.text())

describe('metrics', () => {
  it('are what is told at the scrape, and not added to what was told before', async () => {
    const metrics = metricsOf((tell) => {
      tell('seen', 7, { code: 'a' })
      tell('left', 3)
    })
    await scrape(metrics)

    const scraped = await scrape(metrics)

    expect(scraped.valueOf('seen_total', { code: 'a' })).toBe(7)
    expect(scraped.valueOf('left')).toBe(3)
  })

  it('have no series any more for what is told no longer', async () => {
    const codes = ['a', 'b']
    const metrics = metricsOf((tell) => {
      for (const code of codes) tell('seen', 1, { code })
    })
    await scrape(metrics)

    codes.pop()
    const scraped = await scrape(metrics)

    expect(scraped.samples.filter(({ name }) => name === 'seen_total')).toHaveLength(1)
  })

  it('keep what was observed, by upper bounds', async () => {
    const metrics = metricsOf(() => undefined)

    for (const seconds of [0.5, 1, 2, 20]) metrics.observe('took', seconds)
    const scraped = await scrape(metrics)

    const buckets = ['1', '10', '+Inf'].map((le) => scraped.valueOf('took_seconds_bucket', { le }))
    expect(buckets).toEqual([2, 3, 4])
    expect(scraped.valueOf('took_seconds_sum')).toBe(23.5)
  })

  it('may be scraped twice at a time', async () => {
    const metrics = metricsOf((tell) => {
      tell('seen', 7, { code: 'a' })
    })

    const scraped = await Promise.all([scrape(metrics), scrape(metrics)])

    expect(scraped.map((each) => each.valueOf('seen_total'))).toEqual([7, 7])
  })

  it('are told as what they are defined, or it is a bug', () => {
    const metrics = metricsOf((tell) => {
      tell('took', 1)
    })

    expect(() => metrics.text()).toThrow('another type')
    expect(() => {
      metrics.observe('left', 1)
    }).toThrow('another type')
  })
})
