/**
 * The ids of a bank's customers and what they have. Two banks of different names share none, so
 * that both can be in one log.
 */
export class Names {
  readonly #begin: string

  /** @param bank undefined for the one without a name */
  constructor(bank?: string) {
    this.#begin = bank === undefined ? '' : `${bank}-`
  }

  /** Of a customer: the Kafka key of all their events. */
  customer(customer: number): string {
    return `${this.#begin}c-${String(customer).padStart(6, '0')}`
  }

  /** Of one of a customer's accounts, from 0. */
  account(customer: number, account: number): string {
    return `${this.customer(customer)}-${account + 1}`
  }

  /** Of the nth thing that a customer did with their money. */
  transaction(customer: number, sequence: number): string {
    return `${this.#begin}t-${customer.toString(36)}-${sequence.toString(36)}`
  }
}

/** The bank of which a customer with this id is; undefined when none of ours has such ids. */
export function bankOf(customerId: string): { readonly bank: string | undefined } | undefined {
  const match = /^(?:([a-z][a-z0-9]*)-)?c-\d{6,}$/.exec(customerId)
  return match === null ? undefined : { bank: match[1] }
}
