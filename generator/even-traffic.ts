import { type Departure, type Traffic } from './departure.ts'

const windowMs = 1000

/**
 * What happens within a second leaves within the next one, at equal distances: as many as happened,
 * in their order, but without the bunches and gaps in which customers come.
 *
 * What happens before a moment leaves at once, as in the traffic itself.
 */
export class EvenTraffic implements Traffic {
  readonly #traffic: Traffic
  readonly #from: number
  readonly #endMs: number
  #window: Departure[] = []
  #taken = 0

  /**
   * @param from begin of the live part, epoch ms
   * @param endMs of the run: what happens in its last second leaves before it
   */
  constructor(
    traffic: Traffic,
    { from, endMs = Infinity }: { from: number; endMs?: number | undefined },
  ) {
    this.#traffic = traffic
    this.#from = from
    this.#endMs = endMs
  }

  get nextMs(): number {
    return this.#window[this.#taken]?.leavesMs ?? this.#traffic.nextMs
  }

  next(untilMs: number): Departure | undefined {
    if (this.#taken === this.#window.length) {
      const past = this.#traffic.next(Math.min(untilMs, this.#from))
      if (past !== undefined) return past
      this.#fill(untilMs)
    }
    const departure = this.#window[this.#taken]
    if (departure === undefined || departure.leavesMs >= untilMs) return undefined
    this.#taken += 1
    return departure
  }

  /** With the next second in which something happens, if it has ended until then. */
  #fill(untilMs: number): void {
    const seconds = Math.floor((this.#traffic.nextMs - this.#from) / windowMs)
    const endMs = Math.min(this.#from + (seconds + 1) * windowMs, this.#endMs)
    if (!(endMs <= untilMs)) return
    const happened: Departure[] = []
    for (;;) {
      const departure = this.#traffic.next(endMs)
      if (departure === undefined) break
      happened.push(departure)
    }
    const apart = windowMs / happened.length
    this.#taken = 0
    this.#window = happened.map((departure, index) => ({
      ...departure,
      leavesMs: Math.min(endMs + Math.floor(index * apart), this.#endMs - 1),
    }))
  }
}
