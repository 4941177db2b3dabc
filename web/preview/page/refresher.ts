interface RefresherOptions {
  /** Gets and shows the figures; false = there were none. */
  readonly load: (signal: AbortSignal) => Promise<boolean>
}

/** Wait after a failure, in ms; also while the automatic refresh is off. */
const retryMs = 5000

/**
 * Loads again and again: one load at a time, the next one an interval after the last has ended,
 * none while nobody looks. After a failure it tries until the figures are back.
 */
export class Refresher {
  readonly #load: RefresherOptions['load']
  #intervalMs = 0
  #underWay = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** A load was due while nobody looked. */
  #isOverdue = false

  constructor({ load }: RefresherOptions) {
    this.#load = load
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#isOverdue) this.start(this.#intervalMs)
    })
  }

  /** Loads now, ending a load that is under way, and then every `intervalMs` (0 = never). */
  start(intervalMs: number): void {
    this.#intervalMs = intervalMs
    this.#underWay.abort()
    this.#underWay = new AbortController()
    clearTimeout(this.#timer)
    this.#isOverdue = false
    void this.#run(this.#underWay.signal)
  }

  async #run(signal: AbortSignal): Promise<void> {
    const isLoaded = await this.#load(signal)
    if (signal.aborted) return
    const waitMs = isLoaded ? this.#intervalMs : Math.max(retryMs, this.#intervalMs)
    if (waitMs === 0) return
    this.#timer = setTimeout(() => {
      this.#isOverdue = document.hidden
      if (!document.hidden) void this.#run(signal)
    }, waitMs)
  }
}
