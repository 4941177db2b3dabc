/** Where every part of a worker reports what it cannot handle; the first one counts. */
export class FirstFailure {
  readonly #happened: Promise<never>
  #reject: (error: unknown) => void = () => undefined

  constructor() {
    this.#happened = new Promise((_, reject) => {
      this.#reject = reject
    })
    // It is awaited only while something else is.
    this.#happened.catch(() => undefined)
  }

  readonly report = (error: unknown): void => {
    this.#reject(error)
  }

  /** Runs work that nobody awaits. */
  guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.report(error)
    }
  }

  /** What the promise gives. @throws the failure, if one is reported before or meanwhile. */
  orElse<Value>(promise: Promise<Value>): Promise<Value> {
    return Promise.race([this.#happened, promise])
  }
}
