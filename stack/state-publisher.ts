import { type StackState, writeState } from './state.ts'

const noticesMax = 20

/**
 * Keeps `state.json` up to date: one write at a time, and whatever changed meanwhile with the next.
 *
 * A disk that is full must not end servers that still run, so a failed write is told, not thrown.
 */
export class StatePublisher {
  readonly #file: string
  readonly #onTrouble: (error: unknown) => void
  #state: StackState
  #isDue = false
  #writing: Promise<void> | undefined

  constructor(file: string, initial: StackState, onTrouble: (error: unknown) => void) {
    this.#file = file
    this.#state = initial
    this.#onTrouble = onTrouble
  }

  get state(): StackState {
    return this.#state
  }

  update(change: Partial<StackState>): void {
    this.#state = { ...this.#state, ...change }
    this.#isDue = true
    this.#writing ??= this.#write()
  }

  addNotice(text: string): void {
    this.update({ notices: [...this.#state.notices, text].slice(-noticesMax) })
  }

  /** Waits until the file says what was last updated. */
  async flush(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false
      try {
        await writeState(this.#file, this.#state)
      } catch (error) {
        this.#onTrouble(error)
      }
    }
    this.#writing = undefined
  }
}
