import { type DeadLetterCode, deadLetterCodes } from '../../contracts/dead-letter.ts'
import { type DeadLetter } from './dead-letter-forms.ts'

/** Counts dead letters by cause on their way. */
export class CountedDeadLetters {
  readonly #to: { add(letter: DeadLetter): void }
  readonly #counts = new Map<DeadLetterCode, number>(
    Object.keys(deadLetterCodes).map((code) => [code as DeadLetterCode, 0]),
  )

  constructor(to: { add(letter: DeadLetter): void }) {
    this.#to = to
  }

  add(letter: DeadLetter): void {
    this.#counts.set(letter.code, (this.#counts.get(letter.code) ?? 0) + 1)
    this.#to.add(letter)
  }

  get byCode(): Readonly<Record<DeadLetterCode, number>> {
    return Object.fromEntries(this.#counts) as Record<DeadLetterCode, number>
  }
}
