/** How many producers write the bank's events; each customer belongs to one of them. */
export const producers = 8

/** The producer that writes the events of a customer: a number from 1 to `producers`. */
export function producerOf(customer: number): number {
  return (customer % producers) + 1
}
