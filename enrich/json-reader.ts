import { type KnownParts } from './known-parts.ts'
import { type SureGuard } from './schema-check.ts'

/** A part that comes again and again. */
export interface Part<Value> {
  readonly known: KnownParts<Value>
  /** Reads exactly the part. */
  readonly read: (reader: JsonReader) => Value
}

/**
 * Reads JSON of which the form is known beforehand, from its UTF-8 bytes: field after field, without
 * blanks and without escapes.
 *
 * It never errs: at the first byte that is not as expected it gives up, reads nothing more, and
 * `isDone` is false; what it had given until then must not be used. So it may know less than
 * `JSON.parse`, and what it has read is what `JSON.parse` would give.
 */
export class JsonReader {
  #bytes: Buffer = nothing
  #at = 0

  /** @param bytes they must not change before all is read */
  begin(bytes: Uint8Array): void {
    const { buffer, byteOffset, length } = bytes
    this.#bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(buffer, byteOffset, length)
    this.#at = 0
  }

  /** Whether all was as expected, up to the last byte. */
  get isDone(): boolean {
    return this.#at > 0 && this.#at === this.#bytes.length
  }

  /** Reads past text that must come now. */
  skip(expected: Uint8Array): void {
    if (!this.skipIf(expected)) this.#giveUp()
  }

  /** The same for text that may come. @returns whether it came */
  skipIf(expected: Uint8Array): boolean {
    const bytes = this.#bytes
    const from = this.#at
    if (from + expected.length > bytes.length) return false
    for (let at = 0; at < expected.length; at += 1) {
      if (bytes[from + at] !== expected[at]) return false
    }
    this.#at = from + expected.length
    return true
  }

  /**
   * A part that begins within a string and may be known; if not, it is read, and known from then on.
   * The rest of that string tells where it is kept.
   */
  part<Value>({ known, read }: Part<Value>): Value {
    const hash = this.#hashToQuote()
    const length = known.lengthAt(hash, this.#bytes, this.#at)
    if (length > 0) {
      this.#at += length
      return known.valueAt(hash)
    }
    const from = this.#at
    const value = read(this)
    if (this.#at > from) known.keep(hash, this.#bytes.subarray(from, this.#at), value)
    return value
  }

  /** The rest of a string, with its closing quote. */
  text<Text extends string>(isFine: SureGuard<Text>): Text {
    const bytes = this.#bytes
    const from = this.#at
    let all = 0
    for (let to = from; to < bytes.length; to += 1) {
      const byte = bytes[to] ?? 0
      if (byte === quote) {
        this.#at = to + 1
        const text =
          all > asciiMax ? unicodeIn(bytes, from, to) : bytes.toString('latin1', from, to)
        return isFine(text) ? text : this.#unsure()
      }
      if (byte < blank || byte === backslash) break
      all |= byte
    }
    return this.#unsure()
  }

  /**
   * A number of at most 15 digits, without exponent.
   *
   * Its digits and the power of ten are then whole numbers that a double holds, so their quotient
   * is rounded once and right (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990).
   */
  number<Value extends number>(isFine: SureGuard<Value>): Value {
    const isNegative = this.#skipByte(minus)
    const from = this.#at
    const whole = this.#digits(0)
    const wholeCount = this.#at - from
    const hasZeroBefore = wholeCount > 1 && this.#bytes[from] === zero
    if (wholeCount === 0 || hasZeroBefore) return this.#unsure()
    const size = this.#skipByte(point) ? this.#withFraction(whole) : whole
    if (this.#at - from > digitsMax) return this.#unsure()
    // -0 is another number than 0.
    if (isNegative && size === 0) return this.#unsure()
    const value = isNegative ? -size : size
    return isFine(value) ? value : this.#unsure()
  }

  #withFraction(whole: number): number {
    const from = this.#at
    const digits = this.#digits(whole)
    const power = powersOfTen[this.#at - from]
    return power === undefined ? this.#unsure() : digits / power
  }

  /** Goes on with a number as far as there are digits. */
  #digits(begin: number): number {
    const bytes = this.#bytes
    let number = begin
    let at = this.#at
    for (; at < bytes.length; at += 1) {
      const digit = (bytes[at] ?? 0) - zero
      if (digit < 0 || digit > 9) break
      number = number * 10 + digit
    }
    this.#at = at
    return number
  }

  #skipByte(expected: number): boolean {
    if (this.#at >= this.#bytes.length || this.#bytes[this.#at] !== expected) return false
    this.#at += 1
    return true
  }

  #hashToQuote(): number {
    const bytes = this.#bytes
    const to = Math.min(bytes.length, this.#at + hashedMax)
    let hash = 0
    for (let at = this.#at; at < to; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte === quote) break
      hash = ((hash << 5) | (hash >>> 27)) ^ byte
    }
    hash = Math.imul(hash, 0x9e37_79b1)
    return hash ^ (hash >>> 15)
  }

  #giveUp(): void {
    this.#bytes = nothing
    this.#at = 0
  }

  /** Stands for a value, which nobody may use. */
  #unsure(): never {
    this.#giveUp()
    return undefined as never
  }
}

function unicodeIn(bytes: Buffer, from: number, to: number): string | undefined {
  try {
    return utf8.decode(bytes.subarray(from, to))
  } catch {
    return undefined
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const nothing = Buffer.alloc(0)
/** With the point. */
const digitsMax = 15
/** By count of digits after the point, of which there is at least one. */
const powersOfTen = [undefined, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13]
const quote = 0x22
const minus = 0x2d
const point = 0x2e
const zero = 0x30
const blank = 0x20
const backslash = 0x5c
const asciiMax = 0x7f
const hashedMax = 255

/** UTF-8 bytes to skip. */
export function bytesOfEach<Name extends string>(
  texts: Record<Name, string>,
): Record<Name, Uint8Array> {
  const bytes = Object.entries<string>(texts).map(([name, text]) => [name, Buffer.from(text)])
  return Object.fromEntries(bytes) as Record<Name, Uint8Array>
}
