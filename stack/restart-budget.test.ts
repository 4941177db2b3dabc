import { describe, expect, test } from 'vitest'
import { RestartBudget } from './restart-budget.ts'

describe('the budget of restarts', () => {
  test('grants the first at once and each further one later', () => {
    const budget = new RestartBudget({ max: 4, windowMs: 60_000 })

    expect([0, 1, 2, 3].map((now) => budget.next(now))).toEqual([0, 1_000, 2_000, 4_000])
  })

  test('is used up after so many', () => {
    const budget = new RestartBudget({ max: 2, windowMs: 60_000 })
    budget.next(0)
    budget.next(1)

    expect(budget.next(2)).toBeUndefined()
  })

  test('forgets what lies longer ago than its window', () => {
    const budget = new RestartBudget({ max: 1, windowMs: 60_000 })
    budget.next(0)

    expect(budget.next(59_999)).toBeUndefined()
    expect(budget.next(60_000)).toBe(0)
  })
})
