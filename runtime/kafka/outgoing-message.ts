/** A record that is to be appended. */
export interface OutgoingMessage {
  /** Null: any partition. Otherwise murmur2 of it chooses, as in Java and `partitionOf`. */
  readonly key: Buffer | string | null
  readonly value: Buffer | string | null
  readonly headers?: OutgoingHeaders
  /** Instead of the partition of the key. */
  readonly partition?: number
}

/** A header that comes several times is an array. */
export type OutgoingHeaders = Readonly<Record<string, Buffer | string | readonly Buffer[]>>

type Single = [name: string, content: Buffer | string]

/** Each header with its name, in their order. */
export function headerPairs(headers: OutgoingHeaders): Single[] {
  const pairs = Object.entries(headers)
  const isPlain = !pairs.some(([, content]) => Array.isArray(content))
  // Most are, and a million records should not be taken apart and put together for nothing.
  if (isPlain) return pairs as Single[]
  return pairs.flatMap(([name, content]) => [content].flat().map((each): Single => [name, each]))
}
