/** Holds one state for the whole page; whoever shows a part of it is told when that part changes. */
export class Store<State> {
  #state: State
  readonly #watchers = new Set<() => void>()

  constructor(state: State) {
    this.#state = state
  }

  get state(): State {
    return this.#state
  }

  update(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change }
    for (const tell of [...this.#watchers]) tell()
  }

  /**
   * Calls `show` now and whenever the part is another one (by `Object.is`).
   *
   * @returns ends it.
   */
  watch<Part>(select: (state: State) => Part, show: (part: Part) => void): () => void {
    let part = select(this.#state)
    const tell = () => {
      const next = select(this.#state)
      if (Object.is(part, next)) return
      part = next
      show(next)
    }
    this.#watchers.add(tell)
    show(part)
    return () => {
      this.#watchers.delete(tell)
    }
  }
}
