import { describe, expect, test } from 'vitest'
import { type MetricDefinition, metricLabels, workerMetrics } from './metrics.ts'

const metrics: readonly MetricDefinition[] = Object.values(workerMetrics)

describe('every metric of a worker', () => {
  test('has a name of its own, with our prefix', () => {
    const names = metrics.map(({ name }) => name)

    expect(names.filter((name) => !/^tally(_[a-z]+)+$/.test(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  test('is a counter if and only if its name says so', () => {
    for (const { name, type } of metrics)
      expect(name.endsWith('_total'), name).toBe(type === 'counter')
  })

  test('names its base unit, where it has one', () => {
    for (const { name, unit } of metrics.filter((each) =>
      ['seconds', 'bytes'].includes(each.unit),
    )) {
      expect(name.replace(/_total$/, ''), name).toMatch(new RegExp(`_${unit}$`))
    }
  })

  test('explains itself in a sentence', () => {
    for (const { name, meaning } of metrics) expect(meaning, name).toMatch(/^[A-Z1].*\.$/)
  })

  test('has buckets that grow, if and only if it is a histogram', () => {
    for (const { name, type, buckets } of metrics) {
      expect(buckets !== undefined, name).toBe(type === 'histogram')
      expect(
        [...(buckets ?? [])].sort((a, b) => a - b),
        name,
      ).toEqual(buckets ?? [])
    }
  })
})

test('every label is of a metric', () => {
  const used = new Set(metrics.flatMap(({ labels }) => labels))

  expect(Object.keys(metricLabels).filter((label) => !used.has(label as never))).toEqual([])
})
