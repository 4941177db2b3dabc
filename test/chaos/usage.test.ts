import { describe, expect, it } from 'vitest'
import { readOptions } from './usage.ts'

describe('the options of the long chaos', () => {
  it('are ten minutes from seed 1 on unless somebody says otherwise', () => {
    expect(readOptions([])).toEqual({
      options: { minutes: 10, runs: undefined, seed: 1, json: false },
    })
    expect(readOptions(['--runs', '3', '--seed', '42', '--minutes', '2', '--json'])).toEqual({
      options: { minutes: 2, runs: 3, seed: 42, json: true },
    })
  })

  it.each([['--seed=x'], ['--runs=0'], ['--minutes=1.5'], ['--sead=1'], ['more']])(
    'say what is wrong with %s',
    (word) => {
      expect(readOptions([word])).toEqual({ problem: expect.stringMatching(/'?--|more/) as string })
    },
  )
})
