/** A record that is to be appended. */
export interface OutgoingMessage {
  /** Null: any partition. Otherwise murmur2 of it chooses, as in Java and `partitionOf`. */
  readonly key: Buffer | string | null
  readonly value: Buffer | string | null
  readonly headers?: Readonly<Record<string, Buffer | string>>
  /** Instead of the partition of the key. */
  readonly partition?: number
}
