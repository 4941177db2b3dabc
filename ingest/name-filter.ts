/** Bits of the filter, 128 KiB: of 50,000 names it mistakes fewer than one in 1,000. */
const bitsCount = 1 << 20
const probes = 4

/**
 * Which names were put in, in bounded memory: one that was is always known, and some that were not
 * are taken for it (B. H. Bloom, Space/time trade-offs in hash coding, 1970).
 */
export class NameFilter {
  readonly #bits = new Uint32Array(bitsCount / 32)
  #isEmpty = true

  add(name: string): void {
    this.#isEmpty = false
    const { first, step } = hashesOf(name)
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = (first + probe * step) & (bitsCount - 1)
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31))
    }
  }

  mayHave(name: string): boolean {
    if (this.#isEmpty) return false
    const { first, step } = hashesOf(name)
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = (first + probe * step) & (bitsCount - 1)
      if (((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false
    }
    return true
  }
}

/** Two hashes give any number (Kirsch and Mitzenmacher, 2006); the first is FNV-1a. */
function hashesOf(name: string): { readonly first: number; readonly step: number } {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  }
  const other = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return { first: hash >>> 1, step: (other >>> 12) | 1 }
}
