import { describe, expect, it } from 'vitest'
import { cumulate, Random, weightedAt } from './random.ts'

describe('Random', () => {
  it('draws the same from the same seed, purpose and numbers', () => {
    const draw = () => {
      const random = new Random().begin(7, 'identity', 3)
      return Array.from({ length: 5 }, () => random.word())
    }

    expect(draw()).toEqual(draw())
  })

  it('draws something else for each purpose and number', () => {
    const first = new Set(
      [
        [7, 'identity', 3],
        [8, 'identity', 3],
        [7, 'names', 3],
        [7, 'identity', 4],
        [7, 'identity', 3, 1],
      ].map(([seed, purpose, ...numbers]) =>
        new Random().begin(Number(seed), purpose as 'identity', ...(numbers as number[])).word(),
      ),
    )

    expect(first.size).toBe(5)
  })

  it('keeps the streams of an array apart', () => {
    const random = new Random(new Uint32Array(8))
    random.use(0).begin(1, 'behaviour', 0)
    random.use(1).begin(1, 'behaviour', 1)
    const alone = new Random().begin(1, 'behaviour', 0)

    const mixed = [0, 1, 2].map(() => {
      random.use(1).word()
      return random.use(0).word()
    })

    expect(mixed).toEqual([alone.word(), alone.word(), alone.word()])
  })

  it('has the mean and the spread of its distributions', () => {
    const random = new Random().begin(1, 'behaviour', 0)
    const mean = (draw: () => number) =>
      Array.from({ length: 50_000 }, draw).reduce((sum, each) => sum + each, 0) / 50_000

    expect(mean(() => random.uniform())).toBeCloseTo(0.5, 1)
    expect(mean(() => random.exponential())).toBeCloseTo(1, 1)
    expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1)
    expect(mean(() => Math.log(random.logNormal(20, 0.5)))).toBeCloseTo(Math.log(20), 1)
    expect(mean(() => random.int(1, 6))).toBeCloseTo(3.5, 1)
  })

  it('draws both ends of a range', () => {
    const random = new Random().begin(1, 'behaviour', 0)

    const drawn = new Set(Array.from({ length: 200 }, () => random.int(1, 3)))

    expect(drawn).toEqual(new Set([1, 2, 3]))
  })

  it.each([
    [0, 0],
    [0.24, 0],
    [0.25, 2],
    [0.99, 2],
  ])('at the share %f takes item %i, and never one without weight', (share, index) => {
    expect(weightedAt(cumulate([1, 0, 3]), share)).toBe(index)
  })
})
