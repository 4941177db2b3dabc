import { describe, expect, test } from 'vitest'
import { LiveClock, pixelMs } from './live-clock.ts'

const hourMs = 3_600_000
const toMs = Date.UTC(2026, 10, 21, 12)

/** An hour that ends so long after noon. */
function hour(afterMs: number): { fromMs: number; toMs: number } {
  return { fromMs: toMs + afterMs - hourMs, toMs: toMs + afterMs }
}

describe('LiveClock', () => {
  test('knows nothing before there are figures, nor after it was told of others', () => {
    const clock = new LiveClock()

    expect(clock.spanAt(5)).toBeUndefined()
    clock.tell(hour(0), 100)
    clock.reset()
    expect(clock.spanAt(200)).toBeUndefined()
  })

  test("goes on from the server's time by what has passed since it was told", () => {
    const clock = new LiveClock()

    clock.tell(hour(0), 100)

    expect(clock.spanAt(850)).toEqual(hour(750))
  })

  test('does not go back for an answer that was long under way', () => {
    const clock = new LiveClock()

    clock.tell(hour(0), 100)
    // 2,000 ms later, of which the answer was 300 under way.
    clock.tell(hour(1700), 2100)

    expect(clock.spanAt(2100)).toEqual(hour(2000))
  })

  test('believes an answer that was under way for less than those before it', () => {
    const clock = new LiveClock()

    clock.tell(hour(0), 100)
    clock.tell(hour(2050), 2100)

    expect(clock.spanAt(2100)).toEqual(hour(2050))
  })

  test('follows a clock that was set back', () => {
    const clock = new LiveClock()

    clock.tell(hour(0), 100)
    clock.tell(hour(-60_000), 2100)

    expect(clock.spanAt(2100)).toEqual(hour(-60_000))
  })
})

test('a day moves a chart of 1,440 pixels by one each minute', () => {
  expect(pixelMs({ fromMs: toMs - 24 * hourMs, toMs }, 1440)).toBe(60_000)
})
