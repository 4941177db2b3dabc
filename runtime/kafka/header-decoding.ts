import { createRequire } from 'node:module'
import { mendedVersion } from './request-queue-timer.ts'

/** As they stand in a record, in their order; a name may come again. */
interface RecordHeader {
  readonly key: string
  /** Kafka knows headers without a value. */
  readonly value: Buffer | null
}

interface Decoder {
  readVarInt(): number
  readVarIntArray(read: (decoder: Decoder) => RecordHeader): unknown
}

/**
 * Corrects how kafkajs gathers the headers of a record by name.
 *
 * As published, a header that is called like a property of every object (`constructor`) becomes a
 * list with a function in it, and each header copies all before it: the tens of thousands that fit
 * into a message hold a worker up for minutes. Either way one record would stop every worker that
 * reads it, again and again. kafkajs reduces what this method gives; nothing else calls it.
 *
 * Idempotent. Another version is left as it is; the test then fails and asks for a fresh look.
 */
export function mendHeaderDecoding(): void {
  const require = createRequire(import.meta.url)
  const { version } = require('kafkajs/package.json') as { version: string }
  if (version !== mendedVersion) return
  const { prototype } = require('kafkajs/src/protocol/decoder') as { prototype: Decoder }
  prototype.readVarIntArray = function (read) {
    const count = Math.max(0, this.readVarInt())
    const headers = gathered(count, () => read(this))
    return { reduce: () => headers }
  }
}

type Gathered = Record<string, Buffer | Buffer[]>

/** Most records have none. */
const none = Object.freeze({})

/** By name; a list where a name comes again. What has no value is there, and empty. */
function gathered(count: number, next: () => RecordHeader): Readonly<Gathered> {
  if (count === 0) return none
  // No name is taken: `__proto__` is one like another.
  const headers = Object.create(null) as Gathered
  for (let at = 0; at < count; at += 1) {
    const { key, value } = next()
    const bytes = value ?? Buffer.alloc(0)
    const before = headers[key]
    if (before === undefined) headers[key] = bytes
    else if (Array.isArray(before)) before.push(bytes)
    else headers[key] = [before, bytes]
  }
  return headers
}
