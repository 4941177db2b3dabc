import { describe, expect, it } from 'vitest'
import { versionStates } from '../../contracts/indices/meta.ts'
import { createMemoryVersionStore } from '../../test/memory-version-store.ts'
import { liveVersionOf, moveTo, readIndexVersions, type VersionState } from './index-version.ts'

const bank = { name: 'bank' }

async function versionsOf(...states: readonly (readonly [VersionState, string?])[]) {
  const store = createMemoryVersionStore()
  for (const [at, [state, processor]] of states.entries()) store.put(at + 1, state, processor)
  return readIndexVersions(store)
}

describe('the live index version', () => {
  it.each([
    ['none before the first one', [], undefined],
    ['none while only one is being filled', [['building']], undefined],
    ['the old one while the next one is being filled', [['live'], ['building']], 1],
    ['the old one while it hands over', [['handing-over'], ['building']], 1],
    ['the new one as soon as it is live', [['handing-over'], ['live']], 2],
    ['the new one when the old one is retired', [['retired'], ['live']], 2],
    ['the old one when the next one was given up', [['live'], ['retired']], 1],
    ['that of its own processor', [['live'], ['live', 'shop']], 1],
  ] as const)('is %s', async (_, states, expected) => {
    expect(liveVersionOf(await versionsOf(...states), bank)?.version).toBe(expected)
  })
})

describe('a state of an index version', () => {
  const allowed: readonly string[] = [
    'building → live',
    'building → retired',
    'live → handing-over',
    'live → retired',
    'handing-over → handing-over',
    'handing-over → live',
    'handing-over → retired',
  ]
  const steps = versionStates.flatMap((from) => versionStates.map((to) => [from, to] as const))

  it.each(steps)('%s may or may not become %s', async (from, to) => {
    const store = createMemoryVersionStore()
    store.put(1, from)
    const [version] = await readIndexVersions(store)
    if (version === undefined) throw new Error('there is one')

    const isAllowed = await moveTo(store, version, to).catch(() => false)

    expect(isAllowed).toBe(allowed.includes(`${from} → ${to}`))
    expect(store.stateOf(1)).toBe(isAllowed ? to : from)
  })

  it('stays when somebody else was quicker', async () => {
    const store = createMemoryVersionStore()
    store.put(1, 'live')
    const [version] = await readIndexVersions(store)
    if (version === undefined) throw new Error('there is one')
    store.put(1, 'retired')

    expect(await moveTo(store, version, 'handing-over')).toBe(false)
    expect(store.stateOf(1)).toBe('retired')
  })
})
