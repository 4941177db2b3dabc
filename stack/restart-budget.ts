/** How often, and how soon, a server that ended by itself is started again. */
export class RestartBudget {
  readonly #max: number
  readonly #windowMs: number
  #grantedAt: readonly number[] = []

  constructor({ max, windowMs }: { max: number; windowMs: number }) {
    this.#max = max
    this.#windowMs = windowMs
  }

  /**
   * Grants a restart, to be made after so many milliseconds: the first at once, the next ones later
   * and later. Undefined when there were too many of late.
   */
  next(nowMs: number): number | undefined {
    const recent = this.#grantedAt.filter((grantedAt) => nowMs - grantedAt < this.#windowMs)
    if (recent.length >= this.#max) return undefined
    this.#grantedAt = [...recent, nowMs]
    return recent.length === 0 ? 0 : 500 * 2 ** recent.length
  }
}
