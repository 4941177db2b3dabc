import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deadLetterIdOf } from '../../contracts/dead-letter.ts'
import { type LogRecord } from '../../contracts/processor.ts'
import { type OutgoingMessage } from '../../runtime/kafka/outgoing-message.ts'
import { type LogReader } from '../../runtime/kafka/reader.ts'
import { tinyProcessor, tinyRecord } from '../../test/tiny-processor.ts'
import { systemClock } from '../clock.ts'
import { type IndexedLetter, type LetterStore } from './letter-store.ts'
import { replay, type ReplayReport } from './replay.ts'

const topic = 'test.tiny'

/** Ten dead letters in a log, an index that has them in pages of four, and what was done. */
function world() {
  const log = Array.from({ length: 10 }, (_, at) => tinyRecord(at * 3, { value: `none ${at}` }))
  const letters = log.map(letterOf)
  const noted = new Set<string>()
  const sent: OutgoingMessage[][] = []
  const failure: { ofNote?: Error | undefined } = {}
  const store: LetterStore = {
    find: (id) => Promise.resolve(letters.find((letter) => letter.id === id)),
    // oxlint-disable-next-line typescript/require-await -- the port is asynchronous
    async *selected() {
      for (let at = 0; at < letters.length; at += 4) yield letters.slice(at, at + 4)
    },
    replayedAmong: (some) => Promise.resolve(new Set(some.map(({ id }) => id).filter((id) => noted.has(id)))), // prettier-ignore
    noteReplays(some) {
      const { ofNote } = failure
      failure.ofNote = undefined
      if (ofNote !== undefined) return Promise.reject(ofNote)
      for (const { id } of some) noted.add(id)
      return Promise.resolve()
    },
  }
  const reader: Pick<LogReader, 'read'> = {
    read: async ({ ranges, onRecords }) => {
      const isAsked = ({ offset }: LogRecord) => ranges.some(({ from, to }) => offset >= from && offset < to) // prettier-ignore
      await onRecords(log.filter(isAsked))
    },
  }
  const interruption = new AbortController()
  const reports: ReplayReport[] = []
  const run = (changes: { isDry?: boolean; onSent?: () => void; id?: string } = {}) =>
    replay({
      selection: { id: changes.id },
      store,
      reader: reader as LogReader,
      admin: {
        describeTopics: () =>
          Promise.resolve(new Map([[topic, { partitions: 1, settings: new Map() }]])),
        offsetsOf: () => Promise.resolve([{ partition: 0, start: 0, end: 100 }]),
      },
      producer: changes.isDry === true ? undefined : { send: (_, messages) => Promise.resolve(void sent.push([...messages])).then(changes.onSent) }, // prettier-ignore
      processor: tinyProcessor({ topic, index: 'tiny', partitions: 6 }),
      again: false,
      recordsPerSecond: 8,
      clock: systemClock,
      signal: interruption.signal,
      onProgress: (report) => reports.push(report),
    })
  return { run, sent, noted, failure, reports, interruption, letters }
}

function letterOf(record: LogRecord): IndexedLetter {
  const { partition, offset, appendTime, value } = record
  return {
    id: deadLetterIdOf(record),
    topic,
    partition,
    offset,
    appendTime: new Date(appendTime).toISOString(),
    code: 'not-json',
    stage: 'decode',
    reason: 'expected one JSON object',
    eventId: undefined,
    bytes: value?.length ?? 0,
    replays: 0,
  }
}

const valuesOf = (sent: readonly OutgoingMessage[][]) => sent.flat().map(({ value }) => value?.toString()) // prettier-ignore
const all = Array.from({ length: 10 }, (_, at) => `none ${at}`)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a replay', () => {
  it('appends each once, in the order of the log, so many a second at most', async () => {
    const { run, sent, noted } = world()
    const beganAt = performance.now()

    const done = run()
    await vi.advanceTimersByTimeAsync(10_000)
    const report = await done

    expect(valuesOf(sent)).toEqual(all)
    expect(sent.every((batch) => batch.length <= 2)).toBe(true)
    expect([noted.size, report.appended, report.refusedAgain]).toEqual([10, { [topic]: 10 }, { 'not-json': 10 }]) // prettier-ignore
    expect(performance.now() - beganAt).toBeGreaterThanOrEqual(1000)
  })

  it('that was interrupted says how far it came, and the next one goes on there', async () => {
    const { run, sent, reports, interruption } = world()
    const onSent = () => {
      if (sent.length === 3) interruption.abort(new Error('interrupted'))
    }

    const interrupted = expect(run({ onSent })).rejects.toThrow('interrupted')
    await vi.advanceTimersByTimeAsync(10_000)
    await interrupted

    expect(reports.at(-1)?.appended).toEqual({ [topic]: 6 })
    expect(valuesOf(sent)).toEqual(all.slice(0, 6))
  })

  it('twice appends nothing again but what was not noted', async () => {
    const { run, sent, failure } = world()
    failure.ofNote = new Error('away')
    await expect(run()).rejects.toThrow('away')

    const second = run()
    await vi.advanceTimersByTimeAsync(10_000)
    await second
    const third = run()
    await vi.advanceTimersByTimeAsync(10_000)

    expect(valuesOf(sent)).toEqual([...all.slice(0, 2), ...all])
    expect((await third).left).toEqual({ 'replayed-already': 10 })
  })

  it('without a producer tells the same and does nothing', async () => {
    const { run, sent, noted } = world()

    const report = await run({ isDry: true })

    expect(report).toMatchObject({ selected: 10, appended: { [topic]: 10 } })
    expect([sent, noted.size]).toEqual([[], 0])
  })

  it('of one takes that alone', async () => {
    const { run, sent, letters } = world()

    const done = run({ id: letters[4]?.id ?? '' })
    await vi.advanceTimersByTimeAsync(1000)

    expect((await done).selected).toBe(1)
    expect(valuesOf(sent)).toEqual(['none 4'])
  })
})
