/** A departure on its way into the log. */
export interface OutgoingEvent {
  /** The Kafka key. */
  readonly key: string
  /** The event as JSON. */
  readonly value: string
  /** Its place among the departures of the run, from 0. */
  readonly sequence: number
  /** Where it is put against what its key says; undefined = where the key belongs. */
  readonly partition?: number | undefined
  /** When it was due, by the clock of the one who paces; undefined for history. */
  readonly dueMs?: number | undefined
}

/**
 * Who is told of delivered events.
 *
 * @param sentMs when they began to be sent, by the clock of the one who paces: of several attempts
 * the one that was answered
 */
export type OnSent = (events: readonly OutgoingEvent[], sentMs: number) => void

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
  /** To be called once, before the first event. */
  observe(onSent: OnSent): void
  /** False when nobody reads any more: to go on would be in vain, and no failure. */
  readonly isOpen: boolean
}
