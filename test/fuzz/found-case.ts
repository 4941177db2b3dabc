import { z } from 'zod'
import { type LogRecord } from '../../contracts/processor.ts'
import { EpochMs } from '../../contracts/time.ts'
import { type StatesBefore } from './judge-record.ts'

const State = z.record(z.string(), z.unknown())
const Bytes = z.string().nullable()

/** A record that came to what it must not come to: a file of test/fuzz/found/. Bytes are base64. */
export const FoundCase = z.strictObject({
  fault: z.string(),
  record: z.strictObject({
    topic: z.string(),
    partition: z.int(),
    offset: z.int(),
    appendTime: EpochMs,
    key: Bytes,
    value: Bytes,
    headers: z.array(z.tuple([z.string(), z.union([z.string(), z.array(z.string())])])),
  }),
  customer: State.optional(),
  windows: z.record(z.string(), State),
})
export type FoundCase = z.infer<typeof FoundCase>

export function toFoundCase(record: LogRecord, fault: string, before?: StatesBefore): FoundCase {
  const { topic, partition, offset, appendTime } = record
  const headers = Object.entries(record.headers).map(([name, content = []]): [string, string | string[]] => [name, content instanceof Uint8Array ? textOf(content) : content.map(textOf)]) // prettier-ignore
  const windows = Object.entries(before?.windows ?? {}).flatMap(([id, body]) =>
    body === undefined ? [] : [[id, { ...body }] as const],
  )
  return {
    fault,
    record: { topic, partition, offset, appendTime, key: textOrNull(record.key), value: textOrNull(record.value), headers }, // prettier-ignore
    ...(before?.customer && { customer: { ...before.customer } }),
    windows: Object.fromEntries(windows),
  }
}

export function recordIn({ record }: FoundCase): LogRecord {
  const headers = record.headers.map(([name, content]) => [name, typeof content === 'string' ? bytesOf(content) : content.map(bytesOf)] as const) // prettier-ignore
  return {
    ...record,
    key: record.key === null ? null : bytesOf(record.key),
    value: record.value === null ? null : bytesOf(record.value),
    headers: Object.fromEntries(headers),
  }
}

function textOrNull(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : textOf(bytes)
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64')
}
