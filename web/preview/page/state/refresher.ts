interface RefresherOptions {
  /** Gets and shows the figures. */
  readonly load: (signal: AbortSignal) => Promise<LoadOutcome>
}

/** A refused question is wrong, and asking it again would not help. */
export type LoadOutcome = 'loaded' | 'failed' | 'refused'

/** Wait after a failure, in ms; also while the automatic refresh is off. */
const retryMs = 5000
/** Between the end of a load and the next one, so that a slow server has some rest. */
const restMs = 500

/**
 * Loads again and again: one load at a time, the next one an interval after the last has begun,
 * none while it is paused. After a failure it tries until the figures are back.
 */
export class Refresher {
  readonly #load: RefresherOptions['load']
  #intervalMs = 0
  #underWay: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #lastOutcome: LoadOutcome = 'loaded'
  #lastStartMs = 0
  #isPaused = false
  /** A load was due while it was paused. */
  #isOverdue = false

  constructor({ load }: RefresherOptions) {
    this.#load = load
  }

  /** Another question: loads now, and ends the load that is under way. */
  restart(): void {
    this.#underWay?.abort()
    this.#underWay = undefined
    this.#begin()
  }

  /** The same question: loads now, unless a load is under way. */
  refresh(): void {
    if (this.#underWay === undefined) this.#begin()
  }

  /** How long it is from one load to the next; 0 = it does not load by itself. */
  every(intervalMs: number): void {
    this.#intervalMs = intervalMs
    if (this.#underWay === undefined) this.#schedule()
  }

  /** What is under way goes on; what becomes due meanwhile is loaded at the end of the pause. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused
    if (!isPaused && this.#isOverdue) this.refresh()
  }

  #begin(): void {
    clearTimeout(this.#timer)
    this.#isOverdue = false
    this.#lastStartMs = performance.now()
    const underWay = new AbortController()
    this.#underWay = underWay
    void this.#run(underWay)
  }

  async #run(underWay: AbortController): Promise<void> {
    const outcome = await this.#load(underWay.signal)
    if (this.#underWay !== underWay) return
    this.#underWay = undefined
    this.#lastOutcome = outcome
    this.#schedule()
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    this.#isOverdue = false
    const waitMs = this.#waitMs()
    if (waitMs === undefined) return
    this.#timer = setTimeout(() => {
      if (this.#isPaused) this.#isOverdue = true
      else this.#begin()
    }, waitMs)
  }

  /** Undefined = there is nothing to wait for. */
  #waitMs(): number | undefined {
    if (this.#lastOutcome === 'refused' || this.#lastStartMs === 0) return undefined
    if (this.#lastOutcome === 'failed') return Math.max(retryMs, this.#intervalMs)
    if (this.#intervalMs === 0) return undefined
    return Math.max(restMs, this.#lastStartMs + this.#intervalMs - performance.now())
  }
}
