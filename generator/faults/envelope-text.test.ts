import { describe, expect, it } from 'vitest'
import { attributeOf, withAttribute } from './envelope-text.ts'
import { business } from './traffic-fixture.ts'

const [event] = business
const value = event?.value ?? ''

describe('an attribute of an event', () => {
  it.each(['specversion', 'id', 'type', 'time'] as const)('is read without parsing: %s', (name) => {
    const parsed = JSON.parse(value) as Record<string, string>

    expect(attributeOf(value, name)).toBe(parsed[name])
  })

  it('is changed and nothing else is', () => {
    const changed = withAttribute(value, 'time', '2026-01-05T00:00:00.000Z')

    expect(JSON.parse(changed)).toEqual({
      ...(JSON.parse(value) as object),
      time: '2026-01-05T00:00:00.000Z',
    })
    expect(withAttribute(changed, 'time', attributeOf(value, 'time') ?? '')).toBe(value)
  })

  it('is undefined where there is none, and cannot be changed', () => {
    expect(attributeOf('', 'id')).toBeUndefined()
    expect(() => withAttribute('', 'id', 'x')).toThrow(RangeError)
  })
})
