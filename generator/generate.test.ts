import { describe, expect, it } from 'vitest'
import { createGenerator, type Schedule } from './generate.ts'
import { type Clock } from './pace.ts'
import { type OutgoingEvent, type Sink } from './sink.ts'
import { World } from './world/world.ts'

const start = Date.UTC(2026, 0, 5)
const minute = 60_000

function createWorld(): World {
  const phases = [{ from: start, perSecond: 20, rhythm: 'steady' }] as const
  return new World({ seed: 3, start, customers: 50, phases })
}

/** A clock that stands still but for sleeping. */
class StillClock implements Clock {
  readonly sleeps: number[] = []
  #now: number
  constructor(now: number) {
    this.#now = now
  }
  now(): number {
    return this.#now
  }
  pass(ms: number): void {
    this.#now += ms
  }
  sleep(ms: number): Promise<void> {
    this.sleeps.push(ms)
    this.pass(ms)
    return Promise.resolve()
  }
}

/** Delivers at once what it takes. */
class ListSink implements Sink {
  readonly events: OutgoingEvent[] = []
  readonly #onAccept: () => void
  #onSent: (events: readonly OutgoingEvent[]) => void = () => undefined
  isOpen = true
  constructor(onAccept: () => void = () => undefined) {
    this.#onAccept = onAccept
  }
  observe(onSent: (events: readonly OutgoingEvent[]) => void): void {
    this.#onSent = onSent
  }
  accept(event: OutgoingEvent): undefined {
    this.#onAccept()
    this.events.push(event)
    this.#onSent([event])
  }
  flush(): Promise<void> {
    return Promise.resolve()
  }
  times(): number[] {
    return this.events.map(({ value }) => Date.parse((JSON.parse(value) as { time: string }).time))
  }
}

interface Setting {
  readonly schedule?: Partial<Schedule>
  readonly clock?: StillClock
  readonly sink?: ListSink
  readonly signal?: AbortSignal
}

function setUp({ schedule, clock, sink, signal }: Setting) {
  const parts = {
    clock: clock ?? new StillClock(Date.UTC(2030, 1, 1)),
    sink: sink ?? new ListSink(),
  }
  const generator = createGenerator({
    ...parts,
    world: createWorld(),
    schedule: { liveFrom: start + minute, anchor: 'world', ...schedule },
    signal: signal ?? new AbortController().signal,
  })
  return { ...parts, generator }
}

function idsOf(sink: ListSink): string[] {
  return sink.events.map(({ value }) => (JSON.parse(value) as { id: string }).id)
}

/** Everything that happens until then. */
function worldIds(untilMs: number): string[] {
  const world = createWorld()
  return [...world.eventsUntil(untilMs)].map((occurrence) => world.idOf(occurrence))
}

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

    const { due, sent, late, latestMs } = generator.stats()
    expect(due).toBeGreaterThan(1000)
    expect(sent).toBe(sink.events.length)
    expect({ late, isPunctual: latestMs < 5 }).toEqual({ late: 0, isPunctual: true })
    expect(sink.events.every(({ dueMs = -1 }, index) => index < sent - due || dueMs > 0)).toBe(true)
  })

  it('keeps its schedule after a sink that hung, and says how many were late and by how much', async () => {
    const clock = new StillClock(Date.UTC(2030, 1, 1))
    let accepted = 0
    const sink = new ListSink(() => {
      accepted += 1
      if (accepted === 1500) clock.pass(10_000)
    })
    const { generator } = setUp({ clock, sink, schedule: { endMs: start + 2 * minute } })
    const began = clock.now()

    await generator.runHistory()
    await generator.runLive()

    const { late, latestMs } = generator.stats()
    expect(clock.now() - began).toBeLessThan(minute + 200)
    expect(latestMs).toBeGreaterThan(9000)
    expect(late).toBeGreaterThan(100)
    expect(idsOf(sink)).toEqual(worldIds(start + 2 * minute))
  })

  it('catches up with the clock before it calls itself live', async () => {
    const clock = new StillClock(start + minute + 5000)
    const sink = new ListSink(() => {
      clock.pass(2)
    })
    const schedule = { anchor: 'clock', endMs: start + 5 * minute } as const
    const { generator } = setUp({ clock, sink, schedule })

    await generator.runHistory()
    const afterHistory = { now: clock.now(), last: sink.times().at(-1) ?? 0 }
    await generator.runLive()

    expect(afterHistory.now - afterHistory.last).toBeLessThan(500)
    expect(generator.stats().late).toBe(0)
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
    const sink = new ListSink(() => {
      if (sink.events.length === 900) interruption.abort()
    })
    const { generator } = setUp({ sink, signal: interruption.signal })

    await generator.runHistory()
    await generator.runLive()

    expect(idsOf(sink)).toEqual(worldIds(start + 10 * minute).slice(0, 901))
  })

  it('stops when nobody reads any more', async () => {
    const sink = new ListSink(() => {
      if (sink.events.length === 9) sink.isOpen = false
    })
    const { generator } = setUp({ sink })

    await generator.runHistory()
    await generator.runLive()

    expect(sink.events).toHaveLength(10)
  })

  it('tells how far the history is', async () => {
    const shares: number[] = []
    const sink = new ListSink()
    const generator = createGenerator({
      world: createWorld(),
      sink,
      clock: new StillClock(0),
      signal: new AbortController().signal,
      schedule: { liveFrom: start + 3 * minute, anchor: 'world' },
      onProgress: ({ share }) => {
        shares.push(share)
      },
    })

    await generator.runHistory()

    expect(shares.length).toBeGreaterThan(3)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })
})
