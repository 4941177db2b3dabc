/**
 * A UUIDv7 (RFC 9562): 48 bits of time, then 74 bits of chance from the customer's own stream, so
 * that the id is the same wherever and whenever the world is played again.
 */
export function uuidV7(timeMs: number, [first, second, third]: readonly number[]): string {
  const time = hex(Math.floor(timeMs / 0x1_0000))
  const version = 0x7000 | ((first ?? 0) & 0xfff)
  const low = hex(((timeMs & 0xffff) << 16) | version)
  const high = hex(((second ?? 0) & 0x3fff_ffff) | 0x8000_0000)
  return `${time}-${low.slice(0, 4)}-${low.slice(4)}-${high.slice(0, 4)}-${high.slice(4)}${hex(third ?? 0)}`
}

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Eight digits; `toString(16)` and padding take five times as long. */
function hex(word: number): string {
  return (
    (bytes[word >>> 24] ?? '') +
    (bytes[(word >>> 16) & 0xff] ?? '') +
    (bytes[(word >>> 8) & 0xff] ?? '') +
    (bytes[word & 0xff] ?? '')
  )
}
