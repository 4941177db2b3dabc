import { dayMs, minuteMs } from './calendar.ts'
import { type Authorized, type Happening, type ReversalReason } from './happenings.ts'
import { cumulate, itemAt } from './random.ts'
import { type Society } from './society.ts'

/** A transaction that will be taken back. */
interface Regret {
  readonly atMs: number
  readonly authorized: Authorized
  readonly reason: ReversalReason
  readonly share: number
}

/**
 * What is taken back after it was authorized. Kept per customer and in the order of time; of what
 * was bought, one in eighty comes here, so this is small.
 */
export class Reversals {
  readonly #society: Society
  readonly #regrets = new Map<number, readonly Regret[]>()

  constructor(society: Society) {
    this.#society = society
  }

  /** When the customer's next one is due; Infinity for none. */
  nextOf(customer: number): number {
    return this.#regrets.get(customer)?.[0]?.atMs ?? Infinity
  }

  /** Decides whether what has just happened will be taken back. */
  consider(customer: number, happening: Happening, atMs: number): void {
    if (happening.kind !== 'authorized' || happening.transaction.merchant === undefined) return
    const { random } = this.#society
    const { channel } = happening.transaction
    if (!random.isTrue(channel === 'online' ? regretsOnline : regretsElsewhere)) return
    const { reason, meanMs, isPartial } = itemAt(causes, random.weighted(causeWeights))
    const waitMs = Math.ceil(minuteMs + random.exponential() * meanMs)
    const share = isPartial && random.isTrue(0.4) ? 0.1 + 0.8 * random.uniform() : 1
    this.#remember(customer, { atMs: atMs + waitMs, authorized: happening, reason, share })
  }

  /** Takes back what is due at this moment. */
  at(customer: number, atMs: number): Happening[] {
    const regrets = this.#regrets.get(customer) ?? []
    this.#keep(
      customer,
      regrets.filter((regret) => regret.atMs > atMs),
    )
    return regrets
      .filter((regret) => regret.atMs <= atMs)
      .map((regret) => this.#society.books.reverse(customer, regret.authorized, regret))
  }

  #remember(customer: number, regret: Regret): void {
    const regrets = this.#regrets.get(customer) ?? []
    if (regrets.length >= regretsMax) return
    this.#keep(
      customer,
      [...regrets, regret].sort((a, b) => a.atMs - b.atMs),
    )
  }

  #keep(customer: number, regrets: readonly Regret[]): void {
    if (regrets.length === 0) this.#regrets.delete(customer)
    else this.#regrets.set(customer, regrets)
  }
}

/**
 * Open cases of a customer. People have none or one; under a load that is a thousand times as much as
 * people live, the memory that they take stays bounded.
 */
const regretsMax = 2

const regretsOnline = 0.03
const regretsElsewhere = 0.008

const causes = [
  { reason: 'merchant_refund', meanMs: 3 * dayMs, isPartial: true, weight: 70 },
  { reason: 'duplicate', meanMs: 20 * minuteMs, isPartial: false, weight: 12 },
  { reason: 'technical', meanMs: 5 * minuteMs, isPartial: false, weight: 10 },
  { reason: 'customer_dispute', meanMs: 12 * dayMs, isPartial: false, weight: 8 },
] as const
const causeWeights = cumulate(causes.map(({ weight }) => weight))
