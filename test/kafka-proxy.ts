import { connect, createServer, type Socket } from 'node:net'
import { type AddressInfo } from 'node:net'

/** A way to a broker on which a test can let fetching come to nothing, and nothing else. */
export interface KafkaProxy {
  /** For `KAFKA_BROKERS`; whoever comes by it stays on it. */
  readonly address: string
  /** Heartbeats since fetching came to nothing. */
  readonly heartbeats: number
  /** From now on brokers are asked for the records of no partition. */
  emptyFetches(): void
  mend(): void
  close(): Promise<void>
}

/** https://kafka.apache.org/protocol#protocol_api_keys */
const apiKeys = { fetch: 1, heartbeat: 12 }
/** A broker that has nothing waits about that long before it answers. */
const emptyFetchMs = 300

/**
 * Stands before the one broker of a test, listening on 127.0.0.1.
 *
 * It does to a consumer what kafkajs#1616 does: its fetches are answered, with nothing, and its
 * heartbeats go on.
 */
export async function startKafkaProxy(broker: { readonly port: number }): Promise<KafkaProxy> {
  const sockets = new Set<Socket>()
  const state = { isEmptying: false, heartbeats: 0 }
  const server = createServer((client) => {
    const upstream = connect(broker.port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        for (const other of [client, upstream]) other.destroy()
      })
    }
    client.on(
      'data',
      splitting((frame) => {
        if (state.isEmptying && frame.readInt16BE(4) === apiKeys.heartbeat) state.heartbeats += 1
        const isFetch = frame.readInt16BE(4) === apiKeys.fetch
        if (!state.isEmptying || !isFetch) upstream.write(frame)
        else setTimeout(() => upstream.write(withoutPartitions(frame)), emptyFetchMs)
      }),
    )
    upstream.on('data', splitting((frame) => client.write(readdressed(frame, { from: broker.port, to: port })))) // prettier-ignore
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `127.0.0.1:${port}`,
    get heartbeats() {
      return state.heartbeats
    },
    emptyFetches() {
      state.isEmptying = true
      state.heartbeats = 0
    },
    mend() {
      state.isEmptying = false
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Hands over whole messages: four bytes of length, and as many bytes. */
function splitting(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0)
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk])
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readInt32BE(0)) {
      const end = 4 + waiting.readInt32BE(0)
      onFrame(waiting.subarray(0, end))
      waiting = waiting.subarray(end)
    }
  }
}

/** The same Fetch with no topics, no forgotten ones and no rack. */
function withoutPartitions(frame: Buffer): Buffer {
  const version = frame.readInt16BE(6)
  if (version !== 11) throw new Error(`expected a Fetch of version 11, found ${version}`)
  const clientIdLength = Math.max(0, frame.readInt16BE(12))
  // Replica, longest wait, least and most bytes, isolation, session and epoch.
  const kept = frame.subarray(4, 14 + clientIdLength + 4 * 4 + 1 + 2 * 4)
  const body = Buffer.concat([kept, Buffer.alloc(4 + 4 + 2)])
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** Answers name the broker, to which clients would go past the proxy. */
function readdressed(
  frame: Buffer,
  { from, to }: { readonly from: number; readonly to: number },
): Buffer {
  const named = addressBytes(from)
  const at = frame.indexOf(named)
  if (at === -1) return frame
  const changed = Buffer.from(frame)
  for (let next = at; next !== -1; next = changed.indexOf(named, next)) addressBytes(to).copy(changed, next) // prettier-ignore
  return changed
}

function addressBytes(port: number): Buffer {
  const host = '127.0.0.1'
  const bytes = Buffer.alloc(2 + host.length + 4)
  bytes.writeInt16BE(host.length)
  bytes.write(host, 2)
  bytes.writeInt32BE(port, 2 + host.length)
  return bytes
}
