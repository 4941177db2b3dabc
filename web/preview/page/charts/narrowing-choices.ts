import type { Narrowing } from '../../../../dashboards/panels/filter.ts'

/**
 * Everything but what a narrowing says; null where that cannot be said in filters of which all hold
 * (not both of two things).
 */
export function opposite(narrowing: Narrowing): Narrowing | null {
  const [filter, ...others] = narrowing
  if (filter === undefined || others.length > 0) return null
  const { isNot, ...said } = filter
  return [isNot === true ? said : { ...said, isNot: true }]
}

/** Both hold; null when one of them cannot be chosen. */
export function both(
  one: Narrowing | null | undefined,
  other: Narrowing | null | undefined,
): Narrowing | null {
  if (one === null || other === null) return null
  const all = [...(one ?? []), ...(other ?? [])]
  return all.length === 0 ? null : all
}
