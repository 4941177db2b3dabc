import { connect } from 'node:net'

/** What a broker says about its cluster. */
interface KafkaMetadata {
  readonly clusterId: string | null
  /** Ports of the brokers that take requests. */
  readonly ports: readonly number[]
}

const apiKey = 3
const apiVersion = 4
const correlationId = 7

/**
 * Asks a broker on 127.0.0.1 for its cluster, in Kafka's own protocol (Metadata, version 4).
 *
 * A connection alone would prove nothing: the port is open before the broker serves, and it may
 * belong to another broker. A client library would be much code for one request.
 *
 * @returns undefined when there is no proper answer within `deadlineMs`.
 */
export function askKafka(port: number, deadlineMs: number): Promise<KafkaMetadata | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let received = Buffer.alloc(0)
    const settle = (answer?: KafkaMetadata) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(settle, deadlineMs)
    socket.once('error', () => {
      settle()
    })
    socket.once('close', () => {
      settle()
    })
    socket.once('connect', () => socket.write(encodeRequest()))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
        settle(decodeAnswer(received.subarray(4)))
      }
    })
  })
}

function encodeRequest(): Buffer {
  const client = Buffer.from('tally-stack')
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + client.length + 4 + 1)
  let at = request.writeInt32BE(request.length - 4)
  at = request.writeInt16BE(apiKey, at)
  at = request.writeInt16BE(apiVersion, at)
  at = request.writeInt32BE(correlationId, at)
  at = request.writeInt16BE(client.length, at)
  at += client.copy(request, at)
  // No topics, and none created by asking.
  at = request.writeInt32BE(0, at)
  request.writeInt8(0, at)
  return request
}

/** @returns undefined for bytes that are no such answer. */
function decodeAnswer(body: Buffer): KafkaMetadata | undefined {
  const reader = new Reader(body)
  try {
    if (reader.int32() !== correlationId) return undefined
    reader.int32() // throttle time
    const ports = Array.from({ length: reader.int32() }, () => decodeBrokerPort(reader))
    return { clusterId: reader.string(), ports }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function decodeBrokerPort(reader: Reader): number {
  reader.int32() // node id
  reader.string() // host
  const port = reader.int32()
  reader.string() // rack
  return port
}

/** Reads Kafka's primitive types; throws RangeError at the end of the bytes. */
class Reader {
  #at = 0
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  int32(): number {
    this.#at += 4
    return this.#bytes.readInt32BE(this.#at - 4)
  }

  string(): string | null {
    const length = this.#bytes.readInt16BE(this.#at)
    this.#at += 2
    if (length < 0) return null
    this.#at += length
    return this.#bytes.toString('utf8', this.#at - length, this.#at)
  }
}
