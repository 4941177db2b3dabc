import { describe, expect, it } from 'vitest'
import { DroppedIds } from './dropped-ids.ts'

describe('the ids of dropped events', () => {
  it('are given back once each', () => {
    const dropped = new DroppedIds(10)
    dropped.add('a')
    dropped.add('b')

    const taken = ['b', 'b', 'c', 'a'].map((id) => dropped.take(id))

    expect(taken).toEqual([true, false, false, true])
  })

  it('can be dropped again after they were given back', () => {
    const dropped = new DroppedIds(1)
    dropped.add('a')
    dropped.take('a')
    dropped.add('a')

    expect(dropped.take('a')).toBe(true)
  })

  it('are refused, with what to do about it, when there are more than can be remembered', () => {
    const dropped = new DroppedIds(2)
    dropped.add('a')
    dropped.add('b')

    expect(() => {
      dropped.add('c')
    }).toThrow(
      expect.objectContaining({
        name: 'PipelineError',
        code: 'usage.invalid',
        message: expect.stringContaining('More than 2 events were dropped') as unknown,
        action: 'Send fewer events a second, or run without a ledger.',
      }),
    )
  })
})
