/**
 * Whether somebody has been silent for too long, counted in looks rather than in time: whoever
 * listens may have been stopped himself, and hears afterwards what was said meanwhile.
 */
export class Silence {
  readonly #looksMax: number
  #looks = 0

  /** @param looksMax after how many looks in a row without a sign it is too long */
  constructor(looksMax: number) {
    this.#looksMax = looksMax
  }

  hear(): void {
    this.#looks = 0
  }

  /** @returns whether it is too long now */
  look(): boolean {
    this.#looks += 1
    return this.#looks > this.#looksMax
  }
}
