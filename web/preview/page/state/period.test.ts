import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePeriod } from '../../../../dashboards/panels/period.ts'
import {
  fixedPeriod,
  momentMs,
  readTyped,
  shifted,
  spanOf,
  spanProblem,
  widened,
} from './period.ts'

const nowMs = Date.UTC(2026, 10, 21, 12)
const hourMs = 3_600_000
const dayMs = 24 * hourMs

function anySpan(): fc.Arbitrary<{ fromMs: number; toMs: number }> {
  const start = fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2099, 11) })
  const length = fc.integer({ min: 1000, max: 1100 * dayMs })
  return fc
    .tuple(start, length)
    .map(([fromMs, spanMs]) => ({ fromMs, toMs: fromMs + spanMs }))
    .filter(({ toMs }) => toMs < Date.UTC(2100, 0))
}

/** By the server's own rules. */
function problemOf({ from, to }: { from: string; to: string }): string | undefined {
  const parsed = parsePeriod({ from, to, zone: 'UTC' }, nowMs)
  return parsed.ok ? undefined : parsed.problem
}

describe('momentMs', () => {
  test.each([
    ['now', 0],
    ['now-24h', -dayMs],
    ['now+90m', 1.5 * hourMs],
    ['now-2w', -14 * dayMs],
    ['2026-11-21T11:00:00Z', -hourMs],
  ])('reads %s', (moment, fromNowMs) => {
    expect(momentMs(moment, nowMs)).toBe(nowMs + fromNowMs)
  })

  test.each(['', 'now-', 'now-1y', '2026-11-21', '2100-01-01T00:00:00Z', '1969-12-31T23:00:00Z'])(
    'knows nothing of %s',
    (moment) => {
      expect(momentMs(moment, nowMs)).toBeUndefined()
    },
  )
})

describe('a shifted period', () => {
  test('is as long, half of it earlier', () => {
    const span = { fromMs: nowMs - dayMs, toMs: nowMs }

    expect(spanOf(shifted(span, -1, nowMs), nowMs)).toEqual({
      fromMs: nowMs - 1.5 * dayMs,
      toMs: nowMs - dayMs / 2,
    })
  })

  test('moves with the clock again when it comes to now', () => {
    const span = { fromMs: nowMs - 1.5 * dayMs, toMs: nowMs - dayMs / 2 }

    expect(shifted(span, 1, nowMs)).toEqual({ from: 'now-24h', to: 'now' })
  })

  test('is what it was after a step back and one forward, some seconds later', () => {
    const back = spanOf(shifted({ fromMs: nowMs - 15 * 60_000, toMs: nowMs }, -1, nowMs), nowMs)

    const forward = back && shifted(back, 1, nowMs + 10_000)

    expect(forward).toEqual({ from: 'now-15m', to: 'now' })
  })
})

describe('a widened period', () => {
  test('is twice as long around the same middle', () => {
    const span = { fromMs: nowMs - 5 * hourMs, toMs: nowMs - 3 * hourMs }

    expect(spanOf(widened(span, nowMs), nowMs)).toEqual({
      fromMs: nowMs - 6 * hourMs,
      toMs: nowMs - 2 * hourMs,
    })
  })

  test('ends now if it would go beyond', () => {
    expect(widened({ fromMs: nowMs - 7 * dayMs, toMs: nowMs }, nowMs)).toEqual({
      from: 'now-14d',
      to: 'now',
    })
  })
})

test('whatever the page makes of a period, the server takes', () => {
  fc.assert(
    fc.property(anySpan(), (span) => {
      const made = [
        shifted(span, -1, nowMs),
        shifted(span, 1, nowMs),
        widened(span, nowMs),
        fixedPeriod(span),
        fixedPeriod({ fromMs: span.toMs, toMs: span.fromMs }),
      ]

      expect(made.map(problemOf)).toEqual(made.map(() => undefined))
    }),
    { seed: 13, numRuns: 500 },
  )
})

test('what the page says of a span is what the server would say', () => {
  const lengths = [-1, 0, 999, 1000, 1100 * dayMs, 1100 * dayMs + 1]
  const spans = lengths.map((spanMs) => ({ fromMs: nowMs, toMs: nowMs + spanMs }))
  const isRefused = spans.map(({ fromMs, toMs }) => {
    const period = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
    return problemOf(period) !== undefined
  })

  expect(spans.map((span) => spanProblem(span) !== undefined)).toEqual(isRefused)
  expect(isRefused).toEqual([true, true, true, false, false, true])
})

describe('a moment that a reader types', () => {
  const local = (...parts: [number, number, number, number, number, number?]) =>
    new Date(...parts).toISOString()

  test.each([
    ['now', 'now'],
    [' Now - 3h ', 'now-3h'],
    ['2026-11-21 08:05', local(2026, 10, 21, 8, 5)],
    ['2026-11-21T08:05:30', local(2026, 10, 21, 8, 5, 30)],
    ['2026-11-21', local(2026, 10, 21, 0, 0)],
    ['2024-02-29', local(2024, 1, 29, 0, 0)],
    ['2026-11-21T08:05Z', '2026-11-21T08:05:00.000Z'],
  ])('is read in their own zone: %s', (typed, moment) => {
    expect(readTyped(typed)).toEqual({ ok: true, moment })
  })

  test.each([
    '',
    'yesterday',
    'now-3',
    '21.11.2026',
    '2026-02-29',
    '2026-13-01',
    '2026-11-21 25:00',
  ])('is refused with what was expected: %s', (typed) => {
    expect(readTyped(typed)).toEqual({
      ok: false,
      problem: expect.stringContaining('Expected now, now-3h or 2026-11-21 08:00') as string,
    })
  })
})
