import { describe, expect, it } from 'vitest'
import { createMemoryVersionStore } from '../test/memory-version-store.ts'
import { PipelineError } from '../runtime/problem.ts'
import { runUntilHandedOver } from './run-until-handed-over.ts'
import { versionHandedOver } from './log-refusals.ts'
import { type Worker } from './stream-worker.ts'
import { whenHandedOver, whenSettled } from './version-watch.ts'

const bank = { name: 'bank' }
const watch = () => {
  const store = createMemoryVersionStore()
  return { store, signal: new AbortController().signal, everyMs: 1 }
}

describe('workers of a version', () => {
  it.each(['handing-over', 'retired'] as const)('are to leave when it is %s', async (state) => {
    const options = watch()
    options.store.put(1, 'live')

    const told = whenHandedOver(1, options)
    options.store.put(1, state)

    await expect(told).resolves.toBeUndefined()
  })

  it('refuse to go on when nothing is known of it any more', async () => {
    await expect(whenHandedOver(1, watch())).rejects.toMatchObject({ code: 'index.replaced' })
  })

  it('look again when Elasticsearch is away', async () => {
    const { store, ...others } = watch()
    store.put(1, 'retired')
    let looks = 0
    const findDocument: typeof store.findDocument = (...of) => {
      looks += 1
      const away = new PipelineError({ code: 'elasticsearch.unreachable', message: '', action: '' })
      return looks < 3 ? Promise.reject(away) : store.findDocument(...of)
    }

    await whenHandedOver(1, { ...others, store: { ...store, findDocument } })

    expect(looks).toBe(3)
  })
})

describe('who waits for the live version', () => {
  it('is told at once when none hands over', async () => {
    const options = watch()
    options.store.put(3, 'live')

    expect(await whenSettled(bank, options)).toBe(3)
    expect(await whenSettled({ name: 'shop' }, options)).toBeUndefined()
  })

  it('goes on with the one that takes over', async () => {
    const options = watch()
    options.store.put(1, 'handing-over')

    const settled = whenSettled(bank, options)
    options.store.put(2, 'live')

    expect(await settled).toBe(2)
  })

  it('goes on with the old one when the one that takes over has died', async () => {
    const options = watch()
    options.store.put(1, 'handing-over')

    expect(await whenSettled(bank, { ...options, patienceMs: 5 })).toBe(1)
    expect(options.store.stateOf(1)).toBe('live')
  })

  it('waits as long as that one gives signs of life', async () => {
    const { store, ...others } = watch()
    store.put(1, 'handing-over')
    let looks = 0
    const allDocuments: typeof store.allDocuments = (index) => {
      looks += 1
      // A sign at each look, and then it is done.
      store.put(1, looks < 50 ? 'handing-over' : 'retired')
      if (looks === 50) store.put(2, 'live')
      return store.allDocuments(index)
    }

    const changeDocument = () => Promise.reject(new Error('nobody has died'))
    const watched = { ...store, allDocuments, changeDocument }

    const settled = whenSettled(bank, { ...others, patienceMs: 5, store: watched })

    expect(await settled).toBe(2)
  })
})

describe('a worker', () => {
  const workerThat = (run: Worker['run']) => ({ run })
  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve()
      })
    })

  it('is stopped when its version hands over', async () => {
    const { store, signal } = watch()
    store.put(1, 'handing-over')

    const end = await runUntilHandedOver(workerThat(untilAborted), { store, signal, indexVersion: 1, everyMs: 1 }) // prettier-ignore

    expect(end).toBe('handed over')
  })

  it('has handed over also when it was the first to notice', async () => {
    const { store, signal } = watch()
    store.put(1, 'live')
    const run = () => Promise.reject(versionHandedOver('tally-meta', 'tally-v1'))

    const end = await runUntilHandedOver(workerThat(run), { store, signal, indexVersion: 1 })

    expect(end).toBe('handed over')
  })

  it('tells apart that it was stopped', async () => {
    const { store } = watch()
    store.put(1, 'live')
    const stopping = new AbortController()
    const ended = runUntilHandedOver(workerThat(untilAborted), { store, signal: stopping.signal, indexVersion: 1 }) // prettier-ignore

    stopping.abort()

    expect(await ended).toBe('stopped')
  })

  it('is stopped when nothing is known of its version any more', async () => {
    const { store, signal } = watch()

    const ended = runUntilHandedOver(workerThat(untilAborted), { store, signal, indexVersion: 1, everyMs: 1 }) // prettier-ignore

    await expect(ended).rejects.toMatchObject({ code: 'index.replaced' })
  })
})
