import { describe, expect, it } from 'vitest'
import { BusyTraffic, idsOf, minute, type Setting, setUp, start } from './generate-fixture.ts'

describe('a schedule that cannot be kept', () => {
  const stalled = {
    schedule: {
      endMs: start + 2 * minute,
      windows: [
        { name: 'before', from: start + minute, to: start + 1.5 * minute },
        { name: 'after', from: start + 1.5 * minute, to: start + 2 * minute },
      ],
    },
  }
  const historyEvents = 6000
  /** Hangs for ten seconds, twenty seconds after the begin of the live part. */
  const hang: NonNullable<Setting['onAccept']> = ({ events }, clock) => {
    if (events.length === historyEvents + 2000) clock.pass(10_000)
  }

  it('drops what is too late where that is wanted, counts it and writes it down', async () => {
    const { generator, sink, ledger } = setUp({
      ...stalled,
      traffic: new BusyTraffic(),
      schedule: { ...stalled.schedule, dropAfterMs: 4000 },
      onAccept: hang,
    })

    await generator.runHistory()
    await generator.runLive()

    const { due, sent, dropped, delayMs } = generator.stats().live
    expect({ due, sent, dropped }).toEqual({ due: 6000, sent: 5401, dropped: 599 })
    expect(delayMs.max).toBeLessThanOrEqual(10_000)
    expect(ledger.dropped).toHaveLength(599)
    expect(ledger.recorded).toEqual(idsOf(sink))
  })

  it('is told apart by stage', async () => {
    const { generator } = setUp({ ...stalled, traffic: new BusyTraffic(), onAccept: hang })

    await generator.runHistory()
    await generator.runLive()

    const [before, after] = generator.stages()
    expect(before).toMatchObject({ name: 'before', due: 3000, sent: 3000, dropped: 0 })
    expect(before?.late).toBeGreaterThan(800)
    expect(after).toMatchObject({ name: 'after', due: 3000, sent: 3000, late: 0 })
  })

  it('says what has fallen due while nothing can be sent', async () => {
    const overdue: number[] = []
    const { generator } = setUp({
      ...stalled,
      traffic: new BusyTraffic(),
      schedule: {
        ...stalled.schedule,
        expectedBetween: (from, to) => (to - from) / 10,
      },
      onAccept: (sink, clock) => {
        hang(sink, clock)
        if (sink.events.length === historyEvents + 2000) overdue.push(generator.stats().overdue)
      },
    })

    await generator.runHistory()
    await generator.runLive()

    expect(overdue[0]).toBeGreaterThan(990)
    expect(overdue[0]).toBeLessThan(1010)
    expect(generator.stats().overdue).toBe(0)
  })
})
