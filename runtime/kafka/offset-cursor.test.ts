import { describe, expect, it } from 'vitest'
import { OffsetCursor } from './offset-cursor.ts'

const records = (...offsets: number[]) => offsets.map((offset) => ({ offset }))

describe('an offset cursor', () => {
  it('takes what is inside its range', () => {
    const cursor = new OffsetCursor([{ partition: 0, from: 5, to: 8 }])

    expect(cursor.take(0, records(3, 4, 5, 6, 7, 8, 9))).toEqual(records(5, 6, 7))
    expect(cursor.take(1, records(5))).toEqual([])
  })

  it('takes what comes twice once', () => {
    const cursor = new OffsetCursor([{ partition: 0, from: 0, to: 9 }])

    cursor.advance(0, 4)
    cursor.advance(0, 2)

    expect(cursor.nextOf(0)).toBe(4)
    expect(cursor.take(0, records(2, 3, 4))).toEqual(records(4))
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
