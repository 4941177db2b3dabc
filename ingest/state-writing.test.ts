import { describe, expect, it } from 'vitest'
import { type BulkOperation } from './bulk-operation.ts'
import { StateCache } from './state-cache.ts'
import { StateWriting } from './state-writing.ts'
import { emptyMemory } from './id-memory.ts'

const documentAt = (count: number) => ({ body: { count }, lastOffset: count, memory: emptyMemory })

/** Ten changed documents, about to be written at most four at a time. */
function start(limits = { documentsMax: 4, bytesMax: 1 << 20 }) {
  const cache = new StateCache({ entriesMax: 100, bytesMax: 1 << 20 }, true)
  const entries = Array.from({ length: 10 }, (_, at) => {
    const entry = cache.put({ index: 'tally-sums', id: `${at}` }, documentAt(1))
    cache.change(entry, documentAt(1))
    return entry
  })
  const run = { isEnded: false }
  const added: BulkOperation[] = []
  const writer = { add: (operation: BulkOperation) => added.push(operation) }
  const delays: boolean[] = []
  const taken = cache.takeChanged()
  const onDelayed = (isDelayed: boolean) => delays.push(isDelayed)
  const durable = { count: 0 }
  const onDurable = (count: number) => {
    durable.count += count
  }
  const writing = new StateWriting(taken, { limits, cache, run, writer, onDurable, onDelayed })
  const acknowledge = (count: number) => added[0]?.receipt.durable(count)
  return { cache, entries, run, added, delays, durable, writing, acknowledge }
}

describe('the state documents of a checkpoint', () => {
  it('are given to the writer as those before them become durable', async () => {
    const { writing, added, durable, acknowledge } = start()

    const isWhole = writing.carryOut()
    const given = [added.length]
    for (const count of [1, 3, 4]) {
      acknowledge(count)
      given.push(added.length)
    }
    acknowledge(2)

    expect(given).toEqual([4, 5, 8, 10])
    expect(await isWhole).toBe(true)
    expect(durable.count).toBe(10)
  })

  it('take no more bytes than they may, but for the one that passes the limit', () => {
    const { writing, added } = start({ documentsMax: 100, bytesMax: 1 })

    void writing.carryOut()

    expect(added).toHaveLength(1)
  })

  it('are written as they were at its begin', async () => {
    const { cache, entries, writing, added, acknowledge } = start()

    const isWhole = writing.carryOut()
    for (const entry of entries) cache.change(entry, documentAt(2))
    acknowledge(4)
    acknowledge(4)
    acknowledge(2)

    expect(await isWhole).toBe(true)
    expect(added.map(({ lines }) => /"count":(\d)/.exec(lines)?.[1])).toEqual(Array(10).fill('1'))
  })

  it('are given up when their run ends', async () => {
    const { run, writing, added, acknowledge } = start()

    const isWhole = writing.carryOut()
    run.isEnded = true
    acknowledge(4)

    expect(await isWhole).toBe(false)
    expect(added).toHaveLength(4)
  })

  it('may leave the cache when all of them are durable, and not before', async () => {
    const { cache, writing, acknowledge } = start()
    const isWhole = writing.carryOut()
    acknowledge(9)
    const before = writingIn(cache)
    acknowledge(1)
    await isWhole

    expect([before, writingIn(cache)]).toEqual([10, 0])
  })
})

function writingIn(cache: StateCache): number {
  const entries = Array.from({ length: 10 }, (_, at) =>
    cache.get({ index: 'tally-sums', id: `${at}` }),
  )
  return entries.filter((entry) => entry !== undefined && entry.writing > 0).length
}
