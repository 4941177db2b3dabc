import { expect, test } from 'vitest'
import { Store } from './store.ts'

test('whoever shows a part is told of it at once, and then of its changes only', () => {
  const store = new Store({ query: '', count: 1 })
  const shown: string[] = []

  store.watch(
    ({ query }) => query,
    (query) => shown.push(query),
  )
  store.update({ count: 2 })
  store.update({ query: 'a' })
  store.update({ query: 'a' })

  expect(shown).toEqual(['', 'a'])
})

test('a change from within a change reaches everybody in the end', () => {
  const store = new Store({ wanted: 1, done: 0 })
  const shown: number[] = []
  store.watch(
    ({ wanted }) => wanted,
    (wanted) => {
      store.update({ done: wanted })
    },
  )
  store.watch(
    ({ done }) => done,
    (done) => shown.push(done),
  )

  store.update({ wanted: 2 })

  expect(shown).toEqual([1, 2])
})

test('who has ended watching is told nothing', () => {
  const store = new Store({ count: 1 })
  const shown: number[] = []

  const end = store.watch(
    ({ count }) => count,
    (count) => shown.push(count),
  )
  end()
  store.update({ count: 2 })

  expect(shown).toEqual([1])
})
