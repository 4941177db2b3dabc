import { describe, expect, it } from 'vitest'
import { parseExposition } from './exposition.ts'

const histogram = (...lines: string[]) => `# TYPE t histogram\n${lines.join('\n')}\n`

describe('what is no text format of Prometheus', () => {
  it.each([
    ['a sample without a type', 'a 1\n', 'no type'],
    ['a sample of another metric', '# TYPE a gauge\nb 1\n', 'no type'],
    ['a series that comes twice', '# TYPE a gauge\na{x="1"} 1\na{x="1"} 2\n', 'twice'],
    ['a label without quotes', '# TYPE a gauge\na{x=1} 1\n', 'not a sample'],
    ['a value that is none', '# TYPE a gauge\na NaN\n', 'not a number'],
    ['a counter that is not called so', '# TYPE a counter\na 1\n', 'a counter'],
    ['a last line without an end', '# TYPE a gauge\na 1', 'no end'],
    ['a type that there is not', '# TYPE a sum\na 1\n', 'is a sum'],
    [
      'buckets that fall',
      histogram('t_bucket{le="1"} 2', 't_bucket{le="+Inf"} 1', 't_sum 1', 't_count 1'),
      'falls',
    ],
    ['a count that is not the last bucket', histogram('t_bucket{le="+Inf"} 1', 't_sum 1', 't_count 2'), 'count'], // prettier-ignore
  ])('is refused: %s', (_, text, because) => {
    expect(() => parseExposition(text)).toThrow(because)
  })

  it('is told from what is', () => {
    const text =
      '# HELP a_total A "word".\n# TYPE a_total counter\na_total{x="a\\"b",y="2"} 1.5e3\n'

    expect(parseExposition(text).valueOf('a_total', { y: '2' })).toBe(1500)
  })
})
