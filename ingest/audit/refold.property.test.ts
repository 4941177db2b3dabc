import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type LogRecord } from '../../contracts/processor.ts'
import { type CountingEvent, countingProcessor, countingRecord } from '../../test/counting-processor.ts' // prettier-ignore
import { Chance } from '../../test/simulation/chance.ts'
import { foldSequentially } from '../../test/simulation/sequential-fold.ts'
import { writeStateDocument } from '../state-document.ts'
import { Refold } from './refold.ts'

const partitions = 3
const idsMax = 3
/** Some five states fit. */
const states = { bytesMax: 4000, rewriteBytesMin: 2000 }

/** A log with repetitions near and long after, late events, and records that are no events. */
function randomLog(chance: Chance): LogRecord[][] {
  return Array.from({ length: partitions }, (_, partition) => {
    const sent: { key: string; event: CountingEvent }[] = []
    return Array.from({ length: 200 }, (__, offset) => {
      const repeated = chance.isTrue(0.2) ? chance.pick(sent) : undefined
      const isEvent = !chance.isTrue(0.05)
      const event = {
        id: `e-${partition}-${offset}`,
        timeMs: Date.UTC(2026, 0, 5) + offset * 60_000 - chance.below(3) * 7_200_000,
        amount: 1 + chance.below(9),
      }
      const each = repeated ?? { key: `k-${partition}-${chance.below(10)}`, event }
      if (!isEvent) return countingRecord({ partition, offset }, each.key, undefined)
      sent.push(each)
      return countingRecord({ partition, offset }, each.key, each.event)
    })
  })
}

/** Every document by index and id, as `foldSequentially` gives them. */
function refold(log: readonly (readonly LogRecord[])[]): Map<string, unknown> {
  const processor = countingProcessor({ partitions, idsMax })
  const fold = new Refold({ processor, partitions, indexVersion: 1, states })
  const found = new Map<string, unknown>()
  try {
    // The partitions alternate, as they do in an audit.
    for (const record of log.flat().toSorted((a, b) => a.offset - b.offset)) {
      const decision = fold.fold(record)
      if (decision.outcome !== 'applied' || decision.document === undefined) continue
      const { id, body } = decision.document
      found.set(`tally-counted-events-v1/${id}`, body)
    }
    for (const name of fold.states.ids()) {
      const state = fold.states.get(name)
      if (state !== undefined) found.set(name, JSON.parse(writeStateDocument(state.document)))
    }
    return found
  } finally {
    fold.close()
  }
}

describe('a refold', () => {
  it.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'gives what a fold in one map gives, with seed %i',
    (seed) => {
      const log = randomLog(new Chance(seed))

      const found = refold(log)

      const expected = foldSequentially(log, { idsMax })
      const names = new Set([...expected.keys(), ...found.keys()])
      const differences = [...names].filter(
        (name) => !isDeepStrictEqual(found.get(name), expected.get(name)),
      )
      expect(differences).toEqual([])
      expect(expected.size).toBeGreaterThan(300)
    },
  )
})
