/** One assigned partition at this moment. */
export interface PartitionStats {
  readonly topic: string
  readonly partition: number
  /** Everything before this offset has been taken. */
  readonly position: number
  /** Everything before this offset is done, and the group knows. */
  readonly committed: number
  /** Where the partition ends, as last seen; its lag is the difference. */
  readonly highWatermark: number
  readonly isPaused: boolean
  /** About how long records have waited for their commit; 0 when everything taken is committed. */
  readonly uncommittedMs: number
  /** Rises with everything that gets done of it. */
  readonly doneCount: number
}
