import { describe, expect, it } from 'vitest'
import { type PartitionStats } from './partition-stats.ts'
import { type Sight, Watchdog, type WatchdogLimits } from './watchdog.ts'

const limits: WatchdogLimits = {
  lookMs: 5000,
  notFetchedMs: 60_000,
  notDoneMs: 180_000,
  notJoinedMs: 180_000,
}

const partition: PartitionStats = {
  topic: 't',
  partition: 0,
  position: 100,
  committed: 100,
  highWatermark: 100,
  isPaused: false,
  uncommittedMs: 0,
  doneCount: 100,
}

/** Of a worker that could take the 50 records that the log has beyond it. */
const behind: Omit<Sight, 'elapsedMs'> = {
  ends: new Map([['t/0', 150]]),
  partitions: [partition],
  isMember: true,
  hasRoom: true,
  isInTrouble: false,
}

/** Of one that has taken 10 records which are not committed. */
const busy: Omit<Sight, 'elapsedMs'> = {
  ...behind,
  ends: new Map([['t/0', 110]]),
  partitions: [{ ...partition, position: 110 }],
}

/**
 * Looks every five seconds for five minutes, unless it is told otherwise.
 *
 * @returns after how many seconds the watchdog gave up, and what it said; undefined if it did not
 */
function watch(
  sightAt: (seconds: number) => Omit<Sight, 'elapsedMs'>,
  { untilSeconds = 300, everySeconds = 5 } = {},
) {
  const watchdog = new Watchdog(limits)
  for (let seconds = 0; seconds <= untilSeconds; seconds += everySeconds) {
    // A clock that began long ago.
    const stall = watchdog.look({ ...sightAt(seconds), elapsedMs: 1e9 + seconds * 1000 })
    if (stall !== undefined) return { seconds, stall, state: watchdog.state }
  }
  return undefined
}

const at = (changes: Partial<PartitionStats>, sight = behind) => ({
  ...sight,
  partitions: [{ ...partition, ...changes }],
})

/** All of it done. */
const upTo = (position: number) => ({ position, committed: position, doneCount: position })

describe('a watchdog gives up on a worker', () => {
  it('that takes nothing of a partition which goes on, and says where it stands', () => {
    const found = watch(() => behind)

    expect(found).toMatchObject({
      seconds: 60,
      state: 'stalled',
      stall: {
        code: 'worker.stalled',
        exitCode: 70,
        context: { why: 'not-fetched', topic: 't', partition: 0, position: 100, end: 150, seconds: 60 }, // prettier-ignore
      },
    })
  })

  it('one of whose partitions stands still, while the others get on', () => {
    const found = watch((seconds) => ({
      ...behind,
      ends: new Map([
        ['t/0', 150],
        ['t/1', 1e6],
      ]),
      partitions: [partition, { ...partition, partition: 1, position: 100 + seconds }],
    }))

    expect(found?.stall.context).toMatchObject({ partition: 0 })
  })

  it('whose consumer begins anew and anew, and never gets on', () => {
    const found = watch((seconds) =>
      seconds % 20 < 10 ? behind : { ...behind, isMember: false, partitions: [] },
    )

    expect(found?.stall.context['why']).toBe('not-fetched')
  })

  it('whose Kafka troubles it, though it answers where the log ends', () => {
    expect(watch(() => ({ ...behind, isInTrouble: true }))?.seconds).toBe(60)
  })

  it('that has taken records and does nothing with them, though it waits for nothing', () => {
    const found = watch(() => ({ ...busy, hasRoom: false }))

    expect(found).toMatchObject({
      seconds: 180,
      stall: { context: { why: 'not-done', position: 110, committed: 100 } },
    })
  })

  it('that hangs, though Kafka does not answer any more', () => {
    expect(watch(() => ({ ...busy, ends: undefined }))?.stall.context['why']).toBe('not-done')
  })

  it('that is never let into its group, though Kafka answers', () => {
    const found = watch(() => ({ ...behind, isMember: false, partitions: [] }))

    expect(found).toMatchObject({ seconds: 180, stall: { context: { why: 'not-joined' } } })
  })
})

describe('a watchdog leaves alone a worker', () => {
  const cases: readonly [string, (seconds: number) => Omit<Sight, 'elapsedMs'>][] = [
    ['of an empty topic', () => ({ ...at({ position: 0, committed: 0 }), ends: new Map([['t/0', 0]]) })], // prettier-ignore
    ['that is at the end of its log', () => ({ ...behind, ends: new Map([['t/0', 100]]) })],
    ['of a topic that Kafka does not tell of', () => ({ ...behind, ends: new Map() })],
    ['that gets on slowly', (seconds) => at(upTo(100 + Math.floor(seconds / 50)))],
    ['whose partition is paused', () => at({ isPaused: true })],
    ['that has no room', () => ({ ...behind, hasRoom: false })],
    [
      'that a throttle lets take something once a minute',
      (seconds) => ({ ...behind, hasRoom: seconds % 60 === 0 }),
    ],
    [
      'that waits for Elasticsearch, paused and full',
      () => ({ ...at({ position: 110, isPaused: true }), hasRoom: false, isInTrouble: true }),
    ],
    [
      'whose records wait for a commit that Kafka refuses',
      () => ({ ...busy, isInTrouble: true, ends: new Map([['t/0', 110]]) }),
    ],
    ['whose Kafka is away', () => ({ ...behind, ends: undefined })],
    [
      'whose Kafka was away for long and has just come back',
      (seconds) => (seconds < 280 ? { ...behind, ends: undefined } : behind),
    ],
    [
      'that waits for its group, as it says',
      () => ({ ...behind, isMember: false, partitions: [], isInTrouble: true }),
    ],
    [
      'whose group rebalances for two minutes',
      (seconds) => (seconds < 30 || seconds > 150 ? at(upTo(100 + seconds)) : { ...behind, isMember: false, partitions: [] }), // prettier-ignore
    ],
    [
      'that gets another partition every 50 seconds',
      (seconds) => at({ partition: Math.floor(seconds / 50) }),
    ],
    ['without partitions, as a standby', () => ({ ...behind, partitions: [] })],
    [
      'that writes slowly what it has taken',
      (seconds) => at({ position: 110, doneCount: 100 + Math.floor(seconds / 100) }, busy),
    ],
  ]

  it.each(cases)('%s', (_, sightAt) => {
    expect(watch(sightAt)).toBeUndefined()
  })

  it('that could not do anything for long: its process was stopped, or collected garbage', () => {
    // Behind when it is stopped for four minutes, and at once afterwards; then it gets on.
    const sights = (seconds: number) => at(upTo(seconds < 480 ? 100 : 150))

    expect(watch(sights, { everySeconds: 240, untilSeconds: 960 })).toBeUndefined()
  })
})

describe('the state of a watchdog', () => {
  it('is unknown until Kafka has told where the log ends, and whenever it does not', () => {
    const watchdog = new Watchdog(limits)
    const states = [watchdog.state]

    for (const [elapsedMs, ends] of [
      [0, behind.ends],
      [5000, undefined],
      [10_000, behind.ends],
    ] as const) {
      watchdog.look({ ...behind, elapsedMs, ends })
      states.push(watchdog.state)
    }

    expect(states).toEqual(['unknown', 'well', 'unknown', 'well'])
  })
})
