import { type EpochMs } from '../contracts/time.ts'

/** A window of event time with its dimensions. */
export interface Window {
  readonly id: string
  /** Its begin, `2026-11-21T08:15:00.000Z`. */
  readonly time: string
}

/** Events come by and large in the order of their times, so these are far more than are in use. */
const beginsMax = 512

/**
 * The windows of one roll-up, such as minutes, that events fall into.
 *
 * A window has many events, so its texts are made for the first one and shared by the others.
 */
export class Windows {
  readonly #lengthMs: number
  readonly #nameOf: (time: string) => string
  readonly #begins = new Map<number, Map<string, Window>>()

  /** @param nameOf what an id begins with, by begin of the window */
  constructor(lengthMs: number, nameOf: (time: string) => string) {
    this.#lengthMs = lengthMs
    this.#nameOf = nameOf
  }

  /** @param dimensions as they stand in the id, from a small set of texts */
  of(at: EpochMs, dimensions: string): Window {
    const number = Math.floor(at / this.#lengthMs)
    const windows = this.#begins.get(number) ?? this.#begin(number)
    return windows.get(dimensions) ?? this.#learn(windows, number, dimensions)
  }

  #begin(number: number): Map<string, Window> {
    if (this.#begins.size >= beginsMax) this.#begins.clear()
    const windows = new Map<string, Window>()
    this.#begins.set(number, windows)
    return windows
  }

  #learn(windows: Map<string, Window>, number: number, dimensions: string): Window {
    const time = new Date(number * this.#lengthMs).toISOString()
    const window = { id: `${this.#nameOf(time)}-${dimensions}`, time }
    windows.set(dimensions, window)
    return window
  }
}
