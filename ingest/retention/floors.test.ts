import { describe, expect, it } from 'vitest'
import { EpochMs } from '../../contracts/time.ts'
import { fieldsOf, floorAt, floorKeeping, floorsIn, isBelow, latestFloor } from './floors.ts'

const at = (text: string) => EpochMs.parse(Date.parse(text))
const floors = [
  { floor: '2025-01-01T00:00:00.000Z', from: at('2025-03-01T03:00:00.000Z') },
  { floor: '2025-02-01T00:00:00.000Z', from: at('2025-04-01T03:00:00.000Z') },
]

describe('floors', () => {
  it('are in force from an append time on, the highest of them', () => {
    expect(floorAt(floors, at('2025-03-01T02:59:59.999Z'))).toBe('')
    expect(floorAt(floors, at('2025-03-01T03:00:00.000Z'))).toBe('2025-01-01T00:00:00.000Z')
    expect(floorAt(floors, at('2026-01-01T00:00:00.000Z'))).toBe('2025-02-01T00:00:00.000Z')
    expect([latestFloor(floors), latestFloor([])]).toEqual(['2025-02-01T00:00:00.000Z', ''])
  })

  it('survive being written into a meta document', () => {
    const source: unknown = JSON.parse(JSON.stringify({ state: 'live', ...fieldsOf(floors) }))

    expect(floorsIn(source)).toEqual(floors)
    expect(source).toMatchObject({ retention_floor: '2025-02-01T00:00:00.000Z' })
    expect(floorsIn({ state: 'live' })).toEqual([])
  })

  it.each([
    [2, '2026-11-21T08:15:30.000Z', '2026-09-01T00:00:00.000Z'],
    [2, '2026-11-01T00:00:00.000Z', '2026-09-01T00:00:00.000Z'],
    [12, '2026-01-31T23:59:59.999Z', '2025-01-01T00:00:00.000Z'],
    [3, '2026-02-28T00:00:00.000Z', '2025-11-01T00:00:00.000Z'],
  ])('that keep %i whole months before the one of %s begin at %s', (months, now, floor) => {
    expect(floorKeeping(months, at(now))).toBe(floor)
  })
})

describe('an index', () => {
  const floor = '2026-09-01T00:00:00.000Z'

  it.each([
    ['tally-transactions-v1-2026.08', true],
    ['tally-transactions-v12-2015.01', true],
    ['tally-visits-v1-2026.08.31', true],
    ['tally-transactions-v1-2026.09', false],
    ['tally-transactions-v1-2026.10', false],
    ['tally-visits-v1-2026.09.01', false],
    ['tally-customers-v1', false],
    ['tally-meta-v1', false],
  ])('%s is below a floor: %s', (index, below) => {
    expect(isBelow(index, floor)).toBe(below)
    expect(isBelow(index, '')).toBe(false)
  })
})
