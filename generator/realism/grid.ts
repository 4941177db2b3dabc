import { type Deviation } from './comparison.ts'
import { itemAt } from '../world/random.ts'

/** Expected and counted observations in the cells of a joint distribution. */
export class Grid {
  readonly #axes: readonly (readonly string[])[]
  readonly #expected: Float64Array
  readonly #got: Float64Array

  /** @param axes the names along each */
  constructor(...axes: readonly (readonly string[])[]) {
    this.#axes = axes
    const size = axes.reduce((product, names) => product * names.length, 1)
    this.#expected = new Float64Array(size)
    this.#got = new Float64Array(size)
  }

  /** @param at where on each axis */
  expect(count: number, ...at: readonly number[]): void {
    const index = this.#indexOf(at)
    this.#expected[index] = (this.#expected[index] ?? 0) + count
  }

  /** @param at where on each axis */
  count(count: number, ...at: readonly number[]): void {
    const index = this.#indexOf(at)
    this.#got[index] = (this.#got[index] ?? 0) + count
  }

  cells(): readonly Deviation[] {
    return Array.from(this.#expected, (expected, index) => ({
      cell: this.#nameOf(index),
      expected,
      got: this.#got[index] ?? 0,
    }))
  }

  #indexOf(at: readonly number[]): number {
    return this.#axes.reduce((index, names, axis) => index * names.length + itemAt(at, axis), 0)
  }

  #nameOf(index: number): string {
    let rest = index
    const names = this.#axes.toReversed().map((axis) => {
      const name = itemAt(axis, rest % axis.length)
      rest = Math.floor(rest / axis.length)
      return name
    })
    return names.reverse().join(', ')
  }
}
