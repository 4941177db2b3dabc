import { describe, expect, test } from 'vitest'
import { parsePeriod } from './period.ts'

const nowMs = Date.UTC(2026, 10, 21, 8)

function parse(from: string, to = 'now', zone = 'Europe/Paris') {
  return parsePeriod({ from, to, zone }, nowMs)
}

describe('parsePeriod', () => {
  test.each([
    ['now-15m', '2026-11-21T07:45:00.000Z'],
    ['now-24h', '2026-11-20T08:00:00.000Z'],
    ['now-7d', '2026-11-14T08:00:00.000Z'],
    ['now-1w', '2026-11-14T08:00:00.000Z'],
    ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T00:00:00.250Z', '2026-11-01T00:00:00.250Z'],
  ])('reads %s', (from, expected) => {
    const result = parse(from)

    expect(result.ok && new Date(result.period.fromMs).toISOString()).toBe(expected)
    expect(result.ok && result.period.toMs).toBe(nowMs)
  })

  test.each([
    ['2026-11-21T09:00:00Z', 'now', 'The period ends before it begins: from is after to.'],
    ['now', 'now', 'The period is shorter than a second.'],
    ['2016-11-21T00:00:00Z', 'now', 'The period is 3653 days long; at most 1100 can be shown.'],
    ['yesterday', 'now', 'from: expected now, now-24h or 2026-11-21T08:00:00Z'],
    ['now-24h', '', 'to: expected now'],
    ["now'; DROP TABLE transactions; --", 'now', 'from: expected now'],
    ['1815-11-21T00:00:00Z', 'now', 'from: expected now'],
    ['now-999999w', 'now', 'from: expected now'],
    ['2026-02-31T99:00:00Z', 'now', 'from: expected now'],
    ['2026-11-21T08:00:00+01:00', 'now', 'from: expected now'],
  ])('refuses from %j to %j with words', (from, to, problem) => {
    const result = parse(from, to)

    expect(!result.ok && result.problem).toContain(problem)
  })

  test.each(['Mars/Olympus', '', 'Europe/Paris"}'])('refuses the zone %j', (zone) => {
    const result = parse('now-1h', 'now', zone)

    expect(!result.ok && result.problem).toContain('zone: expected an IANA time zone')
  })

  test('allows 1100 days and no more', () => {
    expect(parse('now-1100d').ok).toBe(true)
    expect(parse('now-1101d').ok).toBe(false)
  })
})
