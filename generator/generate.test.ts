import { describe, expect, it } from 'vitest'
import {
  BusyTraffic,
  idsOf,
  minute,
  setUp,
  start,
  StillClock,
  worldIds,
} from './generate-fixture.ts'
import { SentBefore } from './sent-before.ts'

describe('a generator', () => {
  it('sends history at once, and then live at its time', async () => {
    const { generator, clock, sink } = setUp({ schedule: { endMs: start + 2 * minute } })
    const began = clock.now()

    await generator.runHistory()
    const history = { sent: sink.events.length, ms: clock.now() - began }
    await generator.runLive()

    expect(history).toEqual({ sent: worldIds(start + minute).length, ms: 0 })
    expect(idsOf(sink)).toEqual(worldIds(start + 2 * minute))
    expect(clock.now() - began).toBeGreaterThanOrEqual(minute - 1)
    expect(clock.now() - began).toBeLessThan(minute + 200)
  })

  it('sends no event before its time, and counts none as late while it keeps up', async () => {
    const { generator, sink } = setUp({ schedule: { endMs: start + 2 * minute } })

    await generator.runHistory()
    await generator.runLive()

    const { sent, live } = generator.stats()
    const { due, late, delayMs } = live
    expect(due).toBeGreaterThan(1000)
    expect({ sent, live: live.sent }).toEqual({ sent: sink.events.length, live: due })
    expect({ late, isPunctual: delayMs.max < 5 }).toEqual({ late: 0, isPunctual: true })
    expect(sink.events.every(({ dueMs = -1 }, index) => index < sent - due || dueMs > 0)).toBe(true)
  })

  it('keeps its schedule after a sink that hung, and says how many were late and by how much', async () => {
    const { generator, clock, sink } = setUp({
      schedule: { endMs: start + 2 * minute },
      onAccept: ({ events }, each) => {
        if (events.length === 1500) each.pass(10_000)
      },
    })
    const began = clock.now()

    await generator.runHistory()
    await generator.runLive()

    const { late, delayMs } = generator.stats().live
    expect(clock.now() - began).toBeLessThan(minute + 200)
    expect(delayMs.max).toBeGreaterThan(9000)
    expect(delayMs.p50).toBeLessThan(5)
    expect(late).toBeGreaterThan(100)
    expect(idsOf(sink)).toEqual(worldIds(start + 2 * minute))
  })

  it('catches up with the clock before it calls itself live', async () => {
    const clock = new StillClock(start + minute + 5000)
    const { generator, sink } = setUp({
      clock,
      schedule: { anchor: 'clock', endMs: start + 5 * minute },
      onAccept: () => {
        clock.pass(2)
      },
    })

    await generator.runHistory()
    const afterHistory = { now: clock.now(), last: sink.times().at(-1) ?? 0 }
    await generator.runLive()

    expect(afterHistory.now - afterHistory.last).toBeLessThan(500)
    expect(generator.stats().live.late).toBe(0)
    expect(idsOf(sink)).toEqual(worldIds(start + 5 * minute))
  })

  it('stops after as many events as were asked for', async () => {
    const { generator, sink } = setUp({ schedule: { eventsMax: 7 } })

    await generator.runHistory()
    await generator.runLive()

    expect(sink.events).toHaveLength(7)
  })

  it('stops when it is interrupted, and delivers what was accepted', async () => {
    const interruption = new AbortController()
    const { generator, sink } = setUp({
      signal: interruption.signal,
      onAccept: ({ events }) => {
        if (events.length === 900) interruption.abort()
      },
    })

    await generator.runHistory()
    await generator.runLive()

    expect(idsOf(sink)).toEqual(worldIds(start + 10 * minute).slice(0, 901))
  })

  it('stops when nobody reads any more', async () => {
    const { generator, sink } = setUp({
      onAccept: (each) => {
        if (each.events.length === 9) each.isOpen = false
      },
    })

    await generator.runHistory()
    await generator.runLive()

    expect(sink.events).toHaveLength(10)
  })

  it('tells how far the history is', async () => {
    const shares: (number | undefined)[] = []
    const { generator } = setUp({
      schedule: { liveFrom: start + 3 * minute },
      traffic: new BusyTraffic(),
      onAccept: () => {
        shares.push(generator.progress.share)
      },
    })

    await generator.runHistory()

    expect(new Set(shares).size).toBeGreaterThan(3)
    expect(shares).toEqual(shares.toSorted((a = 0, b = 0) => a - b))
    expect(generator.progress).toEqual({ part: 'history', share: 1, worldMs: start + 3 * minute })
  })
})

describe('a run that is in the log already in part', () => {
  const schedule = { endMs: start + 2 * minute }

  it('sends what is missing, live from where it stopped, and writes all of it down', async () => {
    const all = worldIds(start + 2 * minute)
    const inLog = all.length - 500
    const last = { sequence: inLog - 1, identity: { id: all[inLog - 1] ?? '', timeMs: 0 } }
    const sentBefore = new SentBefore(new Map([[0, last]]), 1)
    const { generator, sink, ledger, clock } = setUp({ schedule, sentBefore })
    const began = clock.now()

    await generator.runHistory()
    await generator.runLive()

    expect(generator.skipped).toBe(inLog)
    expect(idsOf(sink)).toEqual(all.slice(inLog))
    expect(sink.events[0]?.sequence).toBe(inLog)
    expect(ledger.recorded).toEqual(all)
    expect(clock.now() - began).toBeLessThan(minute / 2)
    expect(generator.stats().live).toMatchObject({ due: 500, late: 0 })
  })

  it('has nothing to send when all of it is there', async () => {
    const all = worldIds(start + 2 * minute)
    const last = { sequence: all.length - 1, identity: { id: all.at(-1) ?? '', timeMs: 0 } }
    const sentBefore = new SentBefore(new Map([[0, last]]), 1)
    const { generator, sink } = setUp({ schedule, sentBefore })

    await generator.runHistory()
    await generator.runLive()

    expect({ skipped: generator.skipped, sent: sink.events.length }).toEqual({
      skipped: all.length,
      sent: 0,
    })
  })
})
