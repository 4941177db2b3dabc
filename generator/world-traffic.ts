import { type Departure, type Traffic } from './departure.ts'
import { type World } from './world/world.ts'

/** The business events of a world, each leaving when it happens. */
export class WorldTraffic implements Traffic {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  get nextMs(): number {
    return this.#world.nextMs
  }

  next(untilMs: number): Departure | undefined {
    const occurrence = this.#world.next(untilMs)
    if (occurrence === undefined) return undefined
    return {
      leavesMs: occurrence.timeMs,
      key: this.#world.keyOf(occurrence),
      value: this.#world.write(occurrence),
      fate: 'applied',
      occurrence,
    }
  }
}
