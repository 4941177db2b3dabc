import { date, keyword } from '../contracts/field.ts'
import { defineIndex } from '../contracts/index-definition.ts'
import { type Decoded, type LogRecord, type Processor } from '../contracts/processor.ts'
import { EpochMs } from '../contracts/time.ts'
import { sourceOfTruth } from '../contracts/topic.ts'

/** A processor with one kind of event, `{"id": …, "time": …}`; everything else is a dead letter. */
export interface TinyEvent {
  readonly id: string
  readonly time: string
}

export const tinyTime = '2026-11-21T08:15:30.250Z'

export function tinyProcessor(options: {
  readonly topic: string
  readonly index: string
  readonly partitions: number
}): Processor<TinyEvent> {
  const index = defineIndex({
    name: options.index,
    summary: 'For tests.',
    period: 'month',
    nature: 'derived',
    fields: {
      '@timestamp': date({ label: 'Time', meaning: 'Time.', example: tinyTime }),
      id: keyword({ label: 'Id', meaning: 'Id.', example: 'a' }),
    },
  })
  return {
    name: 'tiny',
    version: 1,
    settings: { firstDay: '2015-01-01', futureToleranceMs: 0 },
    topics: [
      {
        name: options.topic,
        summary: 'For tests.',
        key: 'any',
        partitions: options.partitions,
        settings: sourceOfTruth(1 << 20),
        events: [],
      },
    ],
    indices: [index],
    decode: decodeTiny,
    apply: ({ id, time }) => ({
      eventDocument: { index, id, time, body: { '@timestamp': time, id } },
    }),
  }
}

function decodeTiny({ value }: LogRecord): Decoded<TinyEvent> {
  if (value === null) return { ok: false, code: 'empty', reason: 'expected a value' }
  try {
    const event = JSON.parse(Buffer.from(value).toString()) as Partial<TinyEvent>
    if (typeof event.id === 'string' && typeof event.time === 'string') {
      return { ok: true, event: { id: event.id, time: event.time } }
    }
    return { ok: false, code: 'schema-violated', reason: 'expected id and time' }
  } catch {
    return { ok: false, code: 'not-json', reason: 'expected one JSON object' }
  }
}

export function tinyValue(id: string): string {
  return JSON.stringify({ id, time: tinyTime } satisfies TinyEvent)
}

/** A record of a tiny event, unless it is given another value. */
export function tinyRecord(
  offset: number,
  changes: Partial<Omit<LogRecord, 'value'>> & { readonly value?: string | null } = {},
): LogRecord {
  const { value = tinyValue(`e-${changes.partition ?? 0}-${offset}`), ...others } = changes
  return {
    topic: 'test.tiny',
    partition: 0,
    offset,
    appendTime: EpochMs.parse(1_795_249_205_000),
    key: Buffer.from('key'),
    headers: {},
    ...others,
    value: value === null ? null : Buffer.from(value),
  }
}

/** Records of tiny events at these offsets, the last one not included. */
export function tinyRecords(from: number, to: number, partition = 0): LogRecord[] {
  return Array.from({ length: to - from }, (_, at) => tinyRecord(from + at, { partition }))
}
