/** An event on its way out. */
export interface OutgoingEvent {
  /** The Kafka key. */
  readonly key: string
  /** The event as JSON. */
  readonly value: string
  /** When it was due, by the clock of the one who paces; undefined for history. */
  readonly dueMs?: number
}

/**
 * Where events go. Those of one key arrive in the order in which they were accepted.
 *
 * What was accepted may be delivered twice after a failure of which the outcome is unknown, with
 * the same id; it is lost only when the process ends before `flush` resolves.
 */
export interface Sink {
  /**
   * Takes one event.
   *
   * @returns undefined, or what to wait for before the next one because the sink is full. It
   * rejects when the sink can deliver no more: what then was not reported as sent is not delivered.
   */
  accept(event: OutgoingEvent): Promise<void> | undefined
  /** Resolves when everything accepted has been delivered; rejects as `accept` does. */
  flush(): Promise<void>
  /** Who is told of delivered events. */
  observe(onSent: (events: readonly OutgoingEvent[]) => void): void
  /** False when nobody reads any more: to go on would be in vain, and no failure. */
  readonly isOpen: boolean
}
