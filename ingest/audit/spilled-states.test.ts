import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Chance } from '../../test/simulation/chance.ts'
import { SpilledStates } from './spilled-states.ts'

interface State {
  readonly text: string
  readonly at: number
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed)
/** Some ten states fit; the file is rewritten again and again. */
const tight = { bytesMax: 8000, rewriteBytesMin: 4000 }

function use<Result>(limits: typeof tight, task: (states: SpilledStates<State>) => Result): Result {
  const states = new SpilledStates<State>(limits)
  try {
    return task(states)
  } finally {
    states.close()
  }
}

describe('spilled states', () => {
  it.each(seeds)('are what a map would have, with seed %i', (seed) => {
    const chance = new Chance(seed)
    const expected = new Map<string, State>()
    const differences: string[] = []
    use(tight, (states) => {
      for (let at = 0; at < 1000; at += 1) {
        const id = `k-${chance.below(100)}`
        if (!isDeepStrictEqual(states.get(id), expected.get(id))) differences.push(`${id} at ${at}`)
        if (chance.isTrue(0.4)) continue
        const state = { text: 'ä€x'.repeat(chance.below(100)), at }
        expected.set(id, state)
        states.set(id, state)
      }

      expect(differences).toEqual([])
      expect(states.size).toBe(expected.size)
      expect(new Map([...states.ids()].map((id) => [id, states.get(id)]))).toEqual(expected)
      expect(states.has('k-100')).toBe(false)
    })
  })

  it('keep to their bytes in memory, and the file to twice what lives in it', () => {
    use(tight, (states) => {
      let bytesMax = 0
      let fileBytesMax = 0
      for (let at = 0; at < 5000; at += 1) {
        states.set(`k-${at % 50}`, { text: 'x'.repeat(200), at })
        bytesMax = Math.max(bytesMax, states.bytes)
        fileBytesMax = Math.max(fileBytesMax, states.fileBytes)
      }

      expect(bytesMax).toBeLessThanOrEqual(tight.bytesMax)
      expect(fileBytesMax).toBeGreaterThan(tight.rewriteBytesMin)
      expect(fileBytesMax).toBeLessThan(3 * 50 * 230)
    })
  })

  it('hold a state that is larger than all that may be in memory', () => {
    use(tight, (states) => {
      const large = { text: 'x'.repeat(20_000), at: 0 }
      states.set('large', large)
      states.set('small', { text: '', at: 1 })

      expect(states.get('large')).toEqual(large)
      expect(states.get('small')).toEqual({ text: '', at: 1 })
    })
  })

  it('read what was evicted unchanged without writing it again', () => {
    use(tight, (states) => {
      for (let at = 0; at < 100; at += 1) states.set(`k-${at}`, { text: 'x'.repeat(200), at })
      for (let at = 0; at < 100; at += 1) states.get(`k-${at}`)
      const { fileBytes } = states
      for (let at = 0; at < 100; at += 1) expect(states.get(`k-${at}`)?.at).toBe(at)

      expect(states.fileBytes).toBe(fileBytes)
    })
  })
})
