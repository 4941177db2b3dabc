import { describe, expect, it } from 'vitest'
import { EpochMs } from '../../contracts/time.ts'
import { createMemoryVersionStore } from '../../test/memory-version-store.ts'
import { metaIdOf, metaIndex } from '../setup/meta.ts'
import { floorsIn } from './floors.ts'
import { copyFloors, raiseFloor } from './raise-floor.ts'
import { enforceRetention, planRetention } from './retention.ts'

const now = Date.UTC(2026, 10, 21)
const floor = '2026-09-01T00:00:00.000Z'
const noticeMs = 40

/** Indices in memory, and a group that has committed everything unless it is told otherwise. */
function world(...versions: Parameters<ReturnType<typeof createMemoryVersionStore>['put']>[]) {
  const store = createMemoryVersionStore()
  for (const version of versions) store.put(...version)
  const indices = new Set([
    'tally-events-v1-2026.07',
    'tally-events-v1-2026.08',
    'tally-events-v1-2026.09',
    'tally-events-v1-2026.11',
    'tally-states-v1',
    'tally-events-v2-2026.07',
  ])
  const committed = { offset: 10 }
  const begunAt = performance.now()
  const signal = new AbortController()
  const floorsOf = async (version: number) =>
    floorsIn((await store.findDocument(metaIndex, metaIdOf(version)))?.source ?? {})
  const steps: string[] = []
  const options = {
    store,
    aliases: {
      indices: (version: number) => Promise.resolve([...indices].filter((name) => name.includes(`-v${version}`))), // prettier-ignore
      count: () => Promise.resolve(7),
      async deleteIndices(names: readonly string[]) {
        // At the moment of the deletion the notice is over.
        const from = (await floorsOf(1)).at(-1)?.from ?? 0
        expect(options.now()).toBeGreaterThanOrEqual(from + noticeMs / 2)
        for (const name of names) indices.delete(name)
      },
    },
    admin: {
      offsetsOf: () => Promise.resolve([{ partition: 0, start: 0, end: 10 }]),
      groupOffsets: () => Promise.resolve([{ partition: 0, offset: committed.offset, metadata: '' }]), // prettier-ignore
    },
    fold: { name: 'bank' },
    topics: [{ name: 'bank.activity' }],
    keepMonths: 2,
    noticeMs,
    // Time passes.
    now: () => EpochMs.parse(Math.round(now + performance.now() - begunAt)),
    signal: signal.signal,
    onStep: (text: string) => {
      steps.push(text)
    },
  }
  return { store, indices, committed, options, floorsOf, steps, signal }
}

describe('a retention run', () => {
  it('says without doing it what it would delete', async () => {
    const { options, indices, floorsOf } = world([1, 'live'])

    const plan = await planRetention(options)

    expect(plan).toEqual({
      indexVersion: 1,
      floor,
      isRaised: true,
      indices: [
        { name: 'tally-events-v1-2026.07', documents: 7 },
        { name: 'tally-events-v1-2026.08', documents: 7 },
      ],
    })
    expect([indices.size, await floorsOf(1)]).toEqual([6, []])
  })

  it('raises the floor, gives notice, and deletes months below it of the live version only', async () => {
    const { options, indices, floorsOf } = world([1, 'live'])

    const report = await enforceRetention(options)

    expect(report.indices).toHaveLength(2)
    expect([...indices]).toEqual([
      'tally-events-v1-2026.09',
      'tally-events-v1-2026.11',
      'tally-states-v1',
      'tally-events-v2-2026.07',
    ])
    expect(await floorsOf(1)).toMatchObject([{ floor }])
  })

  it('raises it for a version that is being filled too, to the very same, and not for others', async () => {
    const { options, floorsOf } = world([1, 'live'], [2, 'building'], [3, 'live', 'shop'], [4, 'retired']) // prettier-ignore

    await enforceRetention(options)

    const [raised] = await floorsOf(1)
    expect(await floorsOf(2)).toEqual([raised])
    expect([await floorsOf(3), await floorsOf(4)]).toEqual([[], []])
  })

  it('never lowers a floor, and deletes at once what a late writer has made again', async () => {
    const { options, indices, floorsOf } = world([1, 'live'])
    await enforceRetention(options)
    indices.add('tally-events-v1-2026.07')

    const report = await enforceRetention({ ...options, keepMonths: 12 })

    expect(report).toMatchObject({ floor, isRaised: false })
    expect(indices.has('tally-events-v1-2026.07')).toBe(false)
    expect(await floorsOf(1)).toHaveLength(1)
  })

  it('does nothing, and gives no notice, where there is no old month', async () => {
    const { options, floorsOf, steps } = world([1, 'live'])

    const report = await enforceRetention({ ...options, keepMonths: 12 })

    expect(report).toMatchObject({ isRaised: false, indices: [] })
    expect([await floorsOf(1), steps]).toEqual([[], []])
  })

  it('deletes nothing before the group has done what was appended before', async () => {
    const { options, indices, committed, signal, steps } = world([1, 'live'])
    committed.offset = 9
    const onStep = (text: string) => {
      steps.push(text)
      if (text.startsWith('Workers do')) signal.abort(new Error('interrupted'))
    }

    await expect(enforceRetention({ ...options, onStep })).rejects.toThrow('interrupted')

    expect(indices.size).toBe(6)
    expect(steps.at(-1)).toBe('Workers do what was appended before: 1 partitions of bank.activity are behind') // prettier-ignore
  })

  it.each([[[1, 'handing-over'] as const], [[1, 'building'] as const]])(
    'is refused where no version is live: %j',
    async (version) => {
      const { options } = world([...version])

      await expect(enforceRetention(options)).rejects.toMatchObject({ code: 'retention.not-ready' })
    },
  )
})

describe('the version that a rebuild fills', () => {
  it('has the floors of the one that it replaces', async () => {
    const { store, floorsOf } = world([1, 'live'], [2, 'building'])
    const from = EpochMs.parse(now)
    store.put(2, 'retired')
    await raiseFloor(store, { name: 'bank' }, { floor: '2026-08-01T00:00:00.000Z', from })
    await raiseFloor(store, { name: 'bank' }, { floor, from: EpochMs.parse(now + 1) })
    store.put(2, 'building')

    const floors = await copyFloors(store, { from: 1, to: 2 })

    expect(floors).toHaveLength(2)
    expect(await floorsOf(2)).toEqual(await floorsOf(1))
    expect(await copyFloors(store, { from: 1, to: 2 })).toEqual(floors)
  })
})
