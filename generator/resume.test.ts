import fc from 'fast-check'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { partitionOf } from '../contracts/partition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { EpochMs } from '../contracts/time.ts'
import { departureHeader } from '../contracts/run-ledger.ts'
import { findLastDepartures } from './last-departures.ts'
import { type LogTail } from './log-tail.ts'
import { historyRate, type WorldPlan } from './plan.ts'
import { type OpenedWorld, openWorld } from './resume.ts'
import { SentBefore } from './sent-before.ts'
import { worldFile } from './stored-world.ts'
import { WorldTraffic } from './world-traffic.ts'
import { World } from './world/world.ts'

vi.setConfig({ testTimeout: 120_000 })

const partitions = 3
const hour = 3_600_000
const noon = Date.UTC(2026, 2, 28, 12)
const wanted = { seed: 9, customers: 40, historyDays: 1, livePerSecond: 0.02 }

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-resume-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

/** A topic in memory. */
class Topic implements LogTail {
  readonly log: LogRecord[][] = Array.from({ length: partitions }, () => [])

  append(partition: number, value: string, headers: LogRecord['headers'] = {}): void {
    const records = this.log[partition] ?? []
    const place = { topic: 'bank.activity', partition, offset: records.length }
    const appendTime = EpochMs.parse(0)
    records.push({ ...place, appendTime, key: null, value: Buffer.from(value), headers })
  }

  offsets() {
    return Promise.resolve(
      this.log.map((records, partition) => ({ partition, start: 0, end: records.length })),
    )
  }

  read(ranges: readonly { partition: number; from: number; to: number }[]) {
    return Promise.resolve(
      ranges.flatMap(({ partition, from, to }) => this.log[partition]?.slice(from, to) ?? []),
    )
  }

  ids(): string[][] {
    return this.log.map((records) =>
      records.flatMap(({ value, headers }) =>
        headers[departureHeader] === undefined
          ? []
          : [(JSON.parse(String(value)) as { id: string }).id],
      ),
    )
  }
}

function open(topic: Topic, now: number, changes: Partial<typeof wanted> = {}) {
  const tail: LogTail = topic
  return openWorld({ folder, tail, partitions, wanted: { ...wanted, ...changes }, now })
}

/** Sends what happens until then, of each partition only so many events at most: a crash. */
function send(
  topic: Topic,
  opened: OpenedWorld,
  until: number,
  most: readonly number[] = [],
): void {
  const world = new World(opened.plan)
  const traffic = new WorldTraffic(world)
  const left = Array.from({ length: partitions }, (_, partition) => most[partition] ?? Infinity)
  for (let sequence = 0; ; sequence += 1) {
    const departure = traffic.next(until)
    if (departure === undefined) return
    if (opened.sentBefore.has(departure, sequence)) continue
    const partition = partitionOf(Buffer.from(departure.key), partitions)
    const room = left[partition] ?? 0
    if (room === 0) continue
    left[partition] = room - 1
    topic.append(partition, departure.value, header(world.fingerprint, sequence))
  }
}

function header(fingerprint: string, sequence: number): LogRecord['headers'] {
  return { [departureHeader]: Buffer.from(`${fingerprint}/${sequence}`) }
}

function idsOf(plan: WorldPlan, until: number): string[][] {
  const whole = new Topic()
  const sentBefore = new SentBefore(new Map(), partitions)
  send(whole, { plan, liveFrom: 0, lastMs: undefined, sentBefore }, until)
  return whole.ids()
}

describe('a world that is opened again', () => {
  it('goes on without gap and repeat, wherever crashes have cut its partitions', async () => {
    const crash = fc.record({
      minutes: fc.integer({ min: 0, max: 300 }),
      sent: fc.array(fc.integer({ min: 0, max: 160 }), { minLength: 3, maxLength: 3 }),
      poison: fc.array(fc.integer({ min: 0, max: partitions - 1 }), { maxLength: 4 }),
    })

    await fc.assert(
      fc.asyncProperty(fc.array(crash, { minLength: 1, maxLength: 5 }), async (crashes) => {
        await rm(worldFile(folder), { force: true })
        const topic = new Topic()
        let now = noon
        for (const { minutes, sent, poison } of crashes) {
          send(topic, await open(topic, now), now + minutes * 60_000, sent)
          for (const partition of poison) topic.append(partition, '{"not":')
          now += minutes * 60_000
        }

        const opened = await open(topic, now)
        send(topic, opened, now + hour)

        expect(topic.ids()).toEqual(idsOf(opened.plan, now + hour))
      }),
      { numRuns: 40, seed: 20_260_328 },
    )
  })

  it('sends nothing twice when it is opened at once, and has its plan stored before', async () => {
    const topic = new Topic()
    const first = await open(topic, noon)
    const stored = JSON.parse(await readFile(worldFile(folder), 'utf8')) as unknown
    send(topic, first, noon)
    const before = topic.ids()

    const second = await open(topic, noon)
    send(topic, second, noon)

    expect(stored).toEqual(first.plan)
    expect(topic.ids()).toEqual(before)
  })

  it('spends the time between at the pace of history, and is live from now', async () => {
    const topic = new Topic()
    send(topic, await open(topic, noon), noon + hour)

    const { plan, liveFrom, lastMs } = await open(topic, noon + 10 * hour)

    expect(liveFrom).toBe(noon + 10 * hour)
    expect(plan.phases.slice(-2)).toEqual([
      { from: (lastMs ?? NaN) + 1, perSecond: historyRate(40), rhythm: 'daily' },
      { from: noon + 10 * hour, perSecond: 0.02, rhythm: 'steady' },
    ])
  })

  it('finds its last events behind records of others', async () => {
    const topic = new Topic()
    send(topic, await open(topic, noon), noon)
    for (let index = 0; index < 18_000; index += 1) topic.append(index % partitions, 'poison')

    const opened = await open(topic, noon + hour)
    send(topic, opened, noon + hour)

    expect(topic.ids()).toEqual(idsOf(opened.plan, noon + hour))
  })

  it('finds its last events though an older batch has been appended after them', async () => {
    const topic = new Topic()
    send(topic, await open(topic, noon), noon)
    const [records = []] = topic.log
    for (const { value, headers } of records.slice(-20, -5)) {
      topic.append(0, String(value), headers)
    }

    const opened = await open(topic, noon + hour)
    send(topic, opened, noon + hour)

    const [first = []] = topic.ids()
    expect(new Set(first).size).toBe(first.length - 15)
    expect(topic.ids().slice(1)).toEqual(idsOf(opened.plan, noon + hour).slice(1))
  })

  it('begins anew when the log is empty, whatever is stored', async () => {
    await open(new Topic(), noon)

    const { plan } = await open(new Topic(), noon + 24 * hour, { seed: 10 })

    expect(plan.seed).toBe(10)
    expect(plan.start).toBe(noon)
  })
})

describe('a world that cannot be gone on with', () => {
  it.each([
    ['is missing', async () => rm(worldFile(folder)), /which says how it goes on, is missing/],
    [
      'is of another seed',
      async () => {
        const text = await readFile(worldFile(folder), 'utf8')
        await writeFile(worldFile(folder), text.replace('"seed": 9', '"seed": 8'))
      },
      /is that of another world \(seed 8\)/,
    ],
    [
      'is damaged',
      async () => writeFile(worldFile(folder), '{"seed":'),
      /does not hold the plan of a world/,
    ],
  ])('is refused when its file %s', async (_, damage, message) => {
    const topic = new Topic()
    send(topic, await open(topic, noon), noon)
    await damage()

    await expect(open(topic, noon + hour)).rejects.toMatchObject({
      code: 'setup.differs',
      message: expect.stringMatching(message) as unknown,
    })
  })

  it('is refused when another seed is wanted', async () => {
    const topic = new Topic()
    send(topic, await open(topic, noon), noon)

    await expect(open(topic, noon + hour, { seed: 1 })).rejects.toMatchObject({
      code: 'setup.differs',
      message: expect.stringContaining('the world of seed 9 with 40 customers') as unknown,
    })
  })

  it('is refused when the log ends in more records of others than one looks through', async () => {
    const topic = new Topic()
    topic.append(0, '', header('x', 5))
    const depth = { firstRecords: 10, recordsMax: 40 }
    const look = () => findLastDepartures(topic, { fingerprint: 'x', isExpected: true }, depth)

    for (let index = 0; index < 49; index += 1) topic.append(0, '')
    await expect(look()).resolves.toMatchObject({ own: new Map([[0, { sequence: 5 }]]) })
    topic.append(0, '')

    await expect(look()).rejects.toMatchObject({ code: 'setup.differs' })
  })

  it('is refused when its events do not happen in it any more', async () => {
    const topic = new Topic()
    const opened = await open(topic, noon)
    send(topic, opened, noon)
    const [records = []] = topic.log
    const last = JSON.parse(String(records.at(-1)?.value)) as { id: string }
    const changed = JSON.stringify({ ...last, id: `${last.id.slice(0, -1)}x` })
    topic.append(0, changed, records.at(-1)?.headers)

    const again = await open(topic, noon + hour)

    expect(() => {
      send(topic, again, noon + hour)
    }).toThrow(/does not happen in this world any more/)
  })
})
