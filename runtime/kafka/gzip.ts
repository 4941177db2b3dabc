import { promisify } from 'node:util'
import { constants, gunzip, gzip } from 'node:zlib'
import kafkajs from 'kafkajs'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/**
 * Makes kafkajs compress at zlib's fastest level instead of its default: a batch of events
 * becomes a sixth larger, in less than half the time. For the whole process, as kafkajs keeps its codecs.
 */
export function useFastGzip(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.GZIP] = () => fastGzip
}

const fastGzip = {
  compress: ({ buffer }: { readonly buffer: Buffer }) =>
    compress(buffer, { level: constants.Z_BEST_SPEED }),
  decompress: (buffer: Buffer) => decompress(buffer),
}
