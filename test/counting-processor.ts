import { z } from 'zod'
import { date, group, keyword, long } from '../contracts/field.ts'
import { foldFields } from '../contracts/indices/fold-fields.ts'
import { defineIndex } from '../contracts/index-definition.ts'
import {
  type Contribution,
  type Decoded,
  type Effects,
  type LogRecord,
  type Processor,
  type StateBody,
} from '../contracts/processor.ts'
import { EpochMs } from '../contracts/time.ts'
import { sourceOfTruth } from '../contracts/topic.ts'

/** An event of the counting processor. */
export interface CountingEvent {
  readonly id: string
  readonly timeMs: number
  readonly amount: number
}

const Event = z.object({ id: z.string(), timeMs: z.int(), amount: z.int() })

const time = date({ label: 'Time', meaning: 'Time.', example: '2026-11-21T08:15:30.250Z' })
const number = (label: string) => long({ label, meaning: `${label}.`, example: 1 })

/** What the processor writes: event documents, read models, activities. */
export const countingIndices = {
  events: defineIndex({
    name: 'counted-events',
    summary: 'For tests.',
    period: 'none',
    nature: 'derived',
    fields: {
      '@timestamp': time,
      before: number('Before'),
      kafka: group({
        topic: keyword({ label: 'Topic', meaning: 'Topic.', example: 'a' }, { lengthMax: 255 }),
        partition: number('Partition'),
        offset: number('Offset'),
      }),
    },
  }),
  totals: defineIndex({
    name: 'counted-totals',
    summary: 'For tests.',
    period: 'none',
    nature: 'derived',
    fields: { ...foldFields, count: number('Count'), total: number('Total') },
  }),
  windows: defineIndex({
    name: 'counted-windows',
    summary: 'For tests.',
    period: 'none',
    nature: 'derived',
    fields: { ...foldFields, count: number('Count'), sum: number('Sum') },
  }),
}
const { events, totals, windows } = countingIndices

export const countingTopic = 'test.counting'
const windowMs = 4 * 3_600_000

/**
 * The smallest fold in which everything depends on everything: the event document tells the state
 * before it, and to which activity an event belongs follows from the state.
 */
export function countingProcessor({
  topic = countingTopic,
  partitions,
  idsMax,
}: {
  readonly topic?: string
  readonly partitions: number
  readonly idsMax: number
}): Processor<CountingEvent> {
  return {
    name: 'counting',
    version: 1,
    settings: { firstDay: '2015-01-01', futureToleranceMs: 0 },
    topics: [
      {
        name: topic,
        summary: 'For tests.',
        key: 'any',
        partitions,
        settings: sourceOfTruth(1 << 20),
        events: [],
      },
    ],
    indices: [events, totals, windows],
    readModel: {
      index: totals,
      idOf: (key) => key,
      identityOf: ({ id, timeMs }) => ({ id, timeMs }),
      idsMax,
    },
    decode,
    apply,
  }
}

function apply(
  event: CountingEvent,
  { topic, partition, offset }: LogRecord,
  state?: StateBody,
): Effects {
  const before = (state?.['total'] as number | undefined) ?? 0
  const count = ((state?.['count'] as number | undefined) ?? 0) + 1
  const total = before + event.amount
  const at = new Date(event.timeMs).toISOString()
  const body = { '@timestamp': at, before, kafka: { topic, partition, offset } }
  return {
    eventDocument: { index: events, id: event.id, time: at, body },
    state: { count, total },
    contributions: [
      adding(event, `window-${Math.floor(event.timeMs / windowMs)}-${levelOf(total)}`),
      adding(event, `level-${levelOf(total)}`),
    ],
  }
}

function levelOf(total: number): string {
  return total % 4 < 2 ? 'low' : 'high'
}

function adding({ timeMs, amount }: CountingEvent, id: string): Contribution {
  return {
    index: windows,
    id,
    time: new Date(timeMs).toISOString(),
    addTo: (body: StateBody = { count: 0, sum: 0 }) => ({
      count: (body['count'] as number) + 1,
      sum: (body['sum'] as number) + amount,
    }),
  }
}

function decode({ value }: LogRecord): Decoded<CountingEvent> {
  const parsed = Event.safeParse(value === null ? null : parse(Buffer.from(value).toString()))
  if (parsed.success) return { ok: true, event: parsed.data }
  return { ok: false, code: 'schema-violated', reason: 'expected an event' }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A record of an event; without one, of no event. */
export function countingRecord(
  { partition, offset }: { readonly partition: number; readonly offset: number },
  key: string,
  event: CountingEvent | undefined,
): LogRecord {
  return {
    topic: countingTopic,
    partition,
    offset,
    appendTime: EpochMs.parse(1_795_249_205_000),
    key: Buffer.from(key),
    value: Buffer.from(event === undefined ? 'no event' : JSON.stringify(event)),
    headers: {},
  }
}
