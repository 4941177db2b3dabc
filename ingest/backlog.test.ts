import { describe, expect, it } from 'vitest'
import { Backlog } from './backlog.ts'

describe('a backlog', () => {
  it.each([
    ['records', { count: 5, bytes: 0 }],
    ['bytes', { count: 0, bytes: 50 }],
  ] as const)(
    'has no room when it is over its limit in %s, until half of it is left',
    (_, half) => {
      const backlog = new Backlog({ recordsMax: 10, bytesMax: 100 })
      const rooms: boolean[] = []

      for (const step of ['add', 'add', 'add', 'remove', 'remove'] as const) {
        backlog[step](half)
        rooms.push(backlog.hasRoom)
      }

      expect(rooms).toEqual([true, true, false, false, true])
    },
  )

  it('tells who waits for room', async () => {
    const backlog = new Backlog({ recordsMax: 1, bytesMax: 100 })
    backlog.add({ count: 2, bytes: 0 })
    const waiting = backlog.whenRoom().then(() => backlog.records)

    backlog.remove({ count: 2, bytes: 0 })

    expect(await waiting).toBe(0)
  })

  it('lets nobody wait while there is room', async () => {
    await expect(new Backlog({ recordsMax: 1, bytesMax: 1 }).whenRoom()).resolves.toBeUndefined()
  })
})
