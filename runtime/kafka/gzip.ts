import { promisify } from 'node:util'
import { constants, gunzip, gunzipSync, gzip, gzipSync } from 'node:zlib'
import kafkajs from 'kafkajs'

const compressLater = promisify(gzip)
const decompressLater = promisify(gunzip)

/**
 * Text up to these lengths, in bytes, is worked on at once, which takes 3 ms at most: the way to a
 * thread and back takes 150 µs, and again for each 16 KB that come out.
 */
const atOnceMax = { compress: 64 << 10, decompress: 1 << 20 }
const chunkMin = 1024
const level = constants.Z_BEST_SPEED

/**
 * Makes kafkajs compress at zlib's fastest level instead of its default: a batch of events
 * becomes a sixth larger, in less than half the time. For the whole process, as kafkajs keeps its codecs.
 */
export function useFastGzip(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.GZIP] = () => fastGzip
}

/** What kafkajs calls for a batch of records. */
export const fastGzip = {
  async compress({ buffer }: { readonly buffer: Buffer }): Promise<Buffer> {
    const chunkSize = Math.max(chunkMin, buffer.length >> 2)
    if (buffer.length > atOnceMax.compress) return compressLater(buffer, { level, chunkSize })
    return gzipSync(buffer, { level, chunkSize })
  },

  /** @throws Error what zlib says of bytes that are not gzip */
  async decompress(buffer: Buffer): Promise<Buffer> {
    const length = lengthIn(buffer)
    if (length > atOnceMax.decompress) return decompressLater(buffer)
    return gunzipSync(buffer, { chunkSize: Math.max(chunkMin, length + 1) })
  },
}

/** How long the text is, which gzip says at its end (RFC 1952, ISIZE); checked by zlib itself. */
function lengthIn(buffer: Buffer): number {
  return buffer.length < 4 ? 0 : buffer.readUInt32LE(buffer.length - 4)
}
