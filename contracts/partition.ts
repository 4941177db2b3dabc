/**
 * The partition that a key belongs to: Kafka's default for Java and kafkajs, murmur2 of the key's
 * bytes, its sign bit cleared, modulo the count of partitions.
 *
 * A key in two partitions would break every promise that is made per key, so producers choose by
 * this function and the worker checks by it. librdkafka and kcat need
 * `partitioner=murmur2_random` to agree.
 */
export function partitionOf(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fff_ffff) % partitionCount
}

const multiplier = 0x5bd1_e995
const seed = 0x9747_b28c

/** MurmurHash2 of Austin Appleby, 32 bits, with the seed that Kafka uses. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length
  const wholeWords = length & ~3
  let hash = seed ^ length
  for (let at = 0; at < wholeWords; at += 4) {
    let word = Math.imul(wordAt(bytes, at), multiplier)
    word ^= word >>> 24
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier)
  }
  hash = mixTail(hash, bytes, wholeWords)
  hash ^= hash >>> 13
  hash = Math.imul(hash, multiplier)
  return hash ^ (hash >>> 15)
}

/** Four bytes, the lowest first; a DataView of a short key takes longer than all the rest. */
function wordAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
  return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
}

function mixTail(hash: number, bytes: Uint8Array, from: number): number {
  const rest = bytes.length - from
  if (rest === 0) return hash
  let mixed = hash
  if (rest === 3) mixed ^= (bytes[from + 2] ?? 0) << 16
  if (rest >= 2) mixed ^= (bytes[from + 1] ?? 0) << 8
  return Math.imul(mixed ^ (bytes[from] ?? 0), multiplier)
}
