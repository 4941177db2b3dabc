import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Mutation, simulationOf } from '../test/simulation/mutant.ts'

/** The rarest takes some hundred. */
const runsMax = 2000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const stages = 'return [() => this.run.whenDurable(offset), writeActivities, writeReadModels]'
const eviction = 'if (this.#changed.has(entry) || entry.writing > 0) continue'
const readingStates = 'const entries = await store.entriesOf(this.readModels, places, reader)'
const afterFold = '// Only now: an activity'

/** The activities that events would belong to, whatever was before them. */
const guess = `
    const guessed0: PendingContribution[] = []
    for (const { event, record } of decoded) for (const total of [0, 1, 2, 3])
      this.#addPending(guessed0, this.#options.processor.apply(event, record, { count: 0, total }), record)
    const guesses = guessed0.map(({ place }) => place)
    const early = new StateCache({ entriesMax: Infinity, bytesMax: Infinity }, this.#options.isFromLogStart)
`
const useGuesses = `
    for (const place of guesses) {
      const entry = early.get(place)
      if (entry !== undefined && !this.activities.has(place)) this.activities.put(place, entry.document, 0)
    }
    ${afterFold}`

const mutations: readonly Mutation[] = [
  mutation('forget on skip left out', 'folding.ts', 'this.activities.forget()', ''),
  mutation(
    'read models written before activities',
    'assigned-partition.ts',
    stages,
    'return [() => this.run.whenDurable(offset), writeReadModels, writeActivities]',
  ),
  mutation(
    'state documents written before event documents are durable',
    'assigned-partition.ts',
    stages,
    'return [writeActivities, writeReadModels, () => this.run.whenDurable(offset)]',
  ),
  mutation(
    'a state document written as it is by then',
    'state-writing.ts',
    'stateOperation(entry.place, document, this)',
    'stateOperation(entry.place, entry.document, this)',
  ),
  mutation(
    'state documents taken for durable when some of them are',
    'state-writing.ts',
    'this.#durable < this.#documents.length',
    'this.#lengths.length < this.#documents.length',
  ),
  mutation(
    'commit first',
    'checkpoint.ts',
    'for (const stage of stages) {',
    'await commit(run, offset)\n      for (const stage of stages) {',
  ),
  mutation(
    'two checkpoints in flight',
    'checkpoint.ts',
    'if (this.#inFlight === undefined && this.#isDue()) void this.#begin()',
    'if (this.#isDue()) void this.#begin()',
  ),
  mutation(
    'eviction of an entry in flight',
    'state-cache.ts',
    eviction,
    'if (this.#changed.has(entry)) continue',
  ),
  mutation(
    'eviction of a changed entry',
    'state-cache.ts',
    eviction,
    'if (entry.writing > 0) continue\n      this.#changed.delete(entry)',
  ),
  mutation(
    'cache kept over a rejoin',
    'engine.ts',
    'const folding = this.#beginFolding(assignment)',
    `const kept = ((this as any).kept ??= new Map())
    const folding = kept.get(assignment.partition) ?? this.#beginFolding(assignment)
    kept.set(assignment.partition, folding)`,
  ),
  {
    rule: 'activities read before the read models',
    edits: [
      {
        file: 'folding.ts',
        find: readingStates,
        replace: `${guess}
    if ((await store.entriesOf(early, guesses, reader)) === undefined) return false
    ${readingStates}`,
      },
      { file: 'folding.ts', find: afterFold, replace: useGuesses },
    ],
  },
  {
    rule: 'activities read together with the read models',
    edits: [
      {
        file: 'folding.ts',
        find: readingStates,
        replace: `${guess}
    const [guessed, entries] = await Promise.all([store.entriesOf(early, guesses, reader), store.entriesOf(this.readModels, places, reader)])
    if (guessed === undefined) return false`,
      },
      { file: 'folding.ts', find: afterFold, replace: useGuesses },
    ],
  },
  mutation(
    'an evicted document taken for one that never was',
    'state-cache.ts',
    'this.#evicted?.add(name)',
    '',
  ),
  mutation(
    'the begin of a run taken for the begin of the log',
    'engine.ts',
    'isFromLogStart })',
    'isFromLogStart: true || isFromLogStart })',
  ),
  mutation(
    'a repetition from long ago taken for new',
    'repetitions.ts',
    "if (recollection !== 'unknown') return recollection === 'duplicate'",
    "return recollection === 'duplicate'",
  ),
  mutation(
    'records in hand not looked at',
    'repetitions.ts',
    'if (this.#inHand.has(identity.id)) return true',
    '',
  ),
  mutation(
    'an event document of the same record taken for an earlier one',
    'repetitions.ts',
    'kafka.offset < offset',
    'kafka.offset <= offset',
  ),
  mutation(
    'a contribution added that the activity has',
    'folding.ts',
    'if (lastOffset >= offset) return',
    '',
  ),
]

function mutation(rule: string, file: string, find: string, replace: string): Mutation {
  return { rule, edits: [{ file, find, replace }] }
}

describe('the simulation', () => {
  it.each(mutations)(
    'notices: $rule',
    async (mutant) => {
      const simulate = await simulationOf(mutant)

      let seed = 0
      let findings: readonly string[] = []
      while (findings.length === 0 && seed < runsMax) {
        seed += 1
        findings = await simulate(seed)
      }

      expect(findings, `in ${seed} histories`).not.toEqual([])
    },
    240_000,
  )
})
