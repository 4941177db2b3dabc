import { describe, expect, it } from 'vitest'
import { createMemoryVersionStore } from '../../test/memory-version-store.ts'
import { Relief } from './relief.ts'

function relieving(state: 'live' | 'handing-over' | 'retired') {
  const store = createMemoryVersionStore()
  store.put(1, state)
  return { store, relief: new Relief(store, 1) }
}

describe('whoever relieves a version', () => {
  it.each(['live', 'handing-over'] as const)(
    'lets its workers leave when it is %s',
    async (state) => {
      const { store, relief } = relieving(state)

      await relief.begin()
      await relief.renew()

      expect(store.stateOf(1)).toBe('handing-over')
    },
  )

  it('gives a sign of life by which the document changes', async () => {
    const { store, relief } = relieving('live')
    await relief.begin()
    const before = await store.allDocuments('')

    await relief.renew()

    expect((await store.allDocuments(''))[0]?.seqNo).not.toBe(before[0]?.seqNo)
  })

  it('lets it go on when it gives up', async () => {
    const { store, relief } = relieving('live')
    await relief.begin()

    await relief.withdraw()

    expect(store.stateOf(1)).toBe('live')
  })

  it('is told when the version went on by itself', async () => {
    const { store, relief } = relieving('live')
    await relief.begin()
    store.put(1, 'live')

    await expect(relief.renew()).rejects.toMatchObject({ code: 'rebuild.not-relieved' })
  })

  it('has nothing to do for one that is not live', async () => {
    const { store, relief } = relieving('retired')

    await relief.begin()
    await relief.renew()
    await relief.withdraw()

    expect(store.stateOf(1)).toBe('retired')
  })
})
