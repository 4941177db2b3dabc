import { describe, expect, it } from 'vitest'
import { readOptions } from './usage.ts'

describe('the options of the fuzzers', () => {
  it('are a million messages from seed 1 on unless somebody says otherwise', () => {
    expect(readOptions([])).toEqual({
      options: { seed: 1, messages: 1_000_000, requests: 20_000, json: false },
    })
    expect(readOptions(['--seed', '7', '--messages=5', '--requests', '0', '--json'])).toEqual({
      options: { seed: 7, messages: 5, requests: 0, json: true },
    })
  })

  it.each([['--seed=x'], ['--messages=-1'], ['--mesages=1'], ['more']])(
    'say what is wrong with %s',
    (word) => {
      expect(readOptions([word])).toEqual({ problem: expect.stringMatching(/'?--|more/) as string })
    },
  )
})
