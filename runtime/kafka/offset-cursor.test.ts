import { describe, expect, it } from 'vitest'
import { OffsetCursor } from './offset-cursor.ts'

describe('an offset cursor', () => {
  it('never goes back', () => {
    const cursor = new OffsetCursor([{ partition: 0, from: 0, to: 9 }])

    cursor.advance(0, 4)
    cursor.advance(0, 2)

    expect(cursor.nextOf(0)).toBe(4)
  })

  it('is done when every partition is at its end or beyond', () => {
    const cursor = new OffsetCursor([
      { partition: 0, from: 0, to: 3 },
      { partition: 1, from: 0, to: 3 },
    ])

    cursor.advance(0, 3)
    expect(cursor.isDone).toBe(false)
    cursor.advance(1, 7)

    expect(cursor.isDone).toBe(true)
    expect(cursor.nextOf(1)).toBeUndefined()
  })

  it.each([[[]], [[{ partition: 0, from: 4, to: 4 }]]])('is done at once with %j', (ranges) => {
    expect(new OffsetCursor(ranges).isDone).toBe(true)
  })
})
