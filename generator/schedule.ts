/** A part of the live part with a name, in the time of the world. */
export interface StageWindow {
  readonly name: string
  /** Epoch ms. */
  readonly from: number
  /** Epoch ms; Infinity when it has no end. */
  readonly to: number
}

/** When a world is live, and when it ends. */
export interface Schedule {
  /** First moment of the world, epoch ms. */
  readonly start: number
  /** What happens before is history and sent as fast as the sink takes it. Epoch ms. */
  readonly liveFrom: number
  /**
   * `clock`: the world's time is that of the clock; history then goes on until it has caught up.
   * `world`: its time begins to run when the live part begins, wherever it stands.
   */
  readonly anchor: 'clock' | 'world'
  /** Nothing that is due at this moment or later is sent. */
  readonly endMs?: number | undefined
  /** Most departures, history included. */
  readonly eventsMax?: number | undefined
  /** What of the live part is counted apart. */
  readonly windows?: readonly StageWindow[]
  /** About how many events fall due between two moments of the live part. */
  readonly expectedBetween?: (fromMs: number, toMs: number) => number
  /** Whatever is behind its time by more than this is dropped. */
  readonly dropAfterMs?: number | undefined
}
