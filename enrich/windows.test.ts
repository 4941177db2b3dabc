import { describe, expect, test } from 'vitest'
import { type EpochMs } from '../contracts/time.ts'
import { Windows } from './windows.ts'

const begin = Date.UTC(2026, 9, 21, 8, 15)
const at = (ms: number) => (begin + ms) as EpochMs

describe('a window', () => {
  test('holds from its first millisecond to its last', () => {
    const minutes = new Windows(60_000, (time) => `m-${time.slice(0, 16)}`)
    const window = { id: 'm-2026-10-21T08:15-atm', time: '2026-10-21T08:15:00.000Z' }

    expect(minutes.of(at(0), 'atm')).toEqual(window)
    expect(minutes.of(at(59_999), 'atm')).toBe(minutes.of(at(0), 'atm'))
    expect(minutes.of(at(60_000), 'atm').time).toBe('2026-10-21T08:16:00.000Z')
    expect(minutes.of(at(-1), 'atm').time).toBe('2026-10-21T08:14:00.000Z')
  })

  test('is the same when it was forgotten for others', () => {
    const minutes = new Windows(60_000, (time) => time)
    const first = minutes.of(at(0), 'atm')
    for (let minute = 1; minute <= 512; minute += 1) minutes.of(at(minute * 60_000), 'atm')

    expect(minutes.of(at(0), 'atm')).not.toBe(first)
    expect(minutes.of(at(0), 'atm')).toEqual(first)
  })
})
