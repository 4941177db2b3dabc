/**
 * Seeded random numbers (sfc32 by Chris Doty-Humphrey, PractRand: 128 bits of state, about 100
 * million draws a second).
 *
 * The state lives in an array of the caller, four words per stream, so that the streams of a
 * million customers are one array and not a million objects.
 */
export class Random {
  readonly #words: Uint32Array
  #at = 0

  constructor(words: Uint32Array = new Uint32Array(4)) {
    this.#words = words
  }

  /** Goes on with the stream whose state begins at this word. */
  use(stream: number): this {
    this.#at = stream * 4
    return this
  }

  /**
   * Begins the stream that belongs to a seed, a purpose and numbers. What it draws depends on
   * nothing else: not on how many other streams there are, nor on what they have drawn.
   */
  begin(seed: number, purpose: Purpose, ...numbers: readonly number[]): this {
    const words = this.#words
    const at = this.#at
    let hash = mix(seed ^ mix(purposes[purpose]))
    for (const number of numbers) hash = mix(hash ^ mix((number + golden) >>> 0))
    words[at] = hash
    words[at + 1] = mix(hash ^ seed)
    words[at + 2] = numbers.reduce((sum, number) => mix(sum + number), purposes[purpose])
    words[at + 3] = 1
    for (let round = 0; round < 12; round += 1) this.word()
    return this
  }

  /** A whole number of 32 bits. */
  word(): number {
    const words = this.#words
    const at = this.#at
    const a = words[at] ?? 0
    const b = words[at + 1] ?? 0
    const c = words[at + 2] ?? 0
    const counter = words[at + 3] ?? 0
    const drawn = (a + b + counter) >>> 0
    words[at] = b ^ (b >>> 9)
    words[at + 1] = c + (c << 3)
    words[at + 2] = ((c << 21) | (c >>> 11)) + drawn
    words[at + 3] = counter + 1
    return drawn
  }

  /** From 0 up to, not including, 1. */
  uniform(): number {
    return this.word() / 0x1_0000_0000
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1))
  }

  isTrue(probability: number): boolean {
    return this.uniform() < probability
  }

  /** Exponential with mean 1: the wait for the next event of a Poisson process. */
  exponential(): number {
    return -Math.log(1 - this.uniform())
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    const radius = Math.sqrt(2 * this.exponential())
    return radius * Math.cos(2 * Math.PI * this.uniform())
  }

  /** Log-normal: `median` is exceeded by half, `sigma` is the spread of the logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  pick<Item>(items: readonly Item[]): Item {
    return itemAt(items, Math.floor(this.uniform() * items.length))
  }

  /** An index into weights that were summed up by `cumulate`. */
  weighted(cumulated: Float64Array): number {
    return weightedAt(cumulated, this.uniform())
  }
}

/** The index at a share, from 0 up to, not including, 1, of the sum of weights. */
export function weightedAt(cumulated: Float64Array, share: number): number {
  const wanted = share * (cumulated[cumulated.length - 1] ?? 0)
  let low = 0
  let high = cumulated.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (wanted < (cumulated[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

/** What a stream is drawn for; two purposes never share a stream. Append only. */
const purposes = {
  behaviour: 1,
  identity: 2,
  obligations: 3,
  trip: 4,
  merchants: 5,
  names: 6,
  favourites: 7,
  faults: 8,
} as const

export type Purpose = keyof typeof purposes

const golden = 0x9e37_79b9

/** The finalizer of splitmix32: every bit of the input changes half of the output. */
function mix(value: number): number {
  let hash = (value + golden) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0_aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a_2d97)
  return (hash ^ (hash >>> 15)) >>> 0
}

/** A number of 32 bits that depends on the seed, the purpose and the numbers, and on nothing else. */
export function hashOf(seed: number, purpose: Purpose, first: number, second = 0): number {
  return mix(mix(mix(seed ^ mix(purposes[purpose])) ^ first) ^ second)
}

/** Running sums of weights, for `Random.weighted`. */
export function cumulate(weights: readonly number[]): Float64Array {
  let sum = 0
  return Float64Array.from(weights, (weight) => (sum += weight))
}

/**
 * The item at an index that is known to be inside.
 *
 * @throws RangeError when it is not, which is a bug.
 */
export function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`)
  return item
}
