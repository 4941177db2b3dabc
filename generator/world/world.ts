import { fingerprintOf, foundingMs, type WorldPlan } from '../plan.ts'
import { Agenda, reasons } from './agenda.ts'
import { Arrivals } from './arrivals.ts'
import { eventId, writeEvent } from './events.ts'
import { type Happening, type Occurrence } from './happenings.ts'
import { Obligations } from './obligations.ts'
import { Purchases } from './purchases.ts'
import { hashOf } from './random.ts'
import { Reversals } from './reversals.ts'
import { Rhythm } from './rhythm.ts'
import { Society } from './society.ts'
import { Transfers } from './transfers.ts'

/** One of several parts of the customers, of which each is played by a process of its own. */
export interface Shard {
  /** From 0. */
  readonly index: number
  readonly count: number
}

/**
 * A simulated bank, played in event time.
 *
 * What happens follows from the plan alone: no clock, no machine, no other customer. Each customer
 * has a stream of chance of their own and the turns of all are merged by time, so any part of the
 * customers, played apart, does exactly what it does in the whole.
 */
export class World {
  readonly plan: WorldPlan
  readonly fingerprint: string
  readonly #society: Society
  readonly #agenda: Agenda
  readonly #arrivals: Arrivals
  readonly #purchases: Purchases
  readonly #obligations: Obligations
  readonly #reversals: Reversals
  /** Of the customer whose turn it was, what has not been asked for yet; the last comes first. */
  #waiting: Occurrence[] = []

  constructor(plan: WorldPlan, shard: Shard = { index: 0, count: 1 }) {
    this.plan = plan
    this.fingerprint = fingerprintOf(plan)
    const society = new Society(plan)
    const transfers = new Transfers(society)
    this.#society = society
    this.#arrivals = new Arrivals(society, new Rhythm(plan.phases, plan.customers))
    this.#purchases = new Purchases(society, transfers)
    this.#obligations = new Obligations(society, transfers, this.#purchases)
    this.#reversals = new Reversals(society)
    this.#agenda = new Agenda(plan.customers, (customer) =>
      customer % shard.count === shard.index ? registrationMs(plan, customer) : Infinity,
    )
  }

  /** What happens before this moment and was not handed out yet, in the order of time. */
  *eventsUntil(untilMs: number): Generator<Occurrence, void, void> {
    for (;;) {
      const occurrence = this.next(untilMs)
      if (occurrence === undefined) return
      yield occurrence
    }
  }

  /** The next thing that happens, if it happens before this moment. */
  next(untilMs: number): Occurrence | undefined {
    while (this.#waiting.length === 0) {
      if (this.#agenda.nextMs >= untilMs) return undefined
      this.#takeTurn()
    }
    return this.#waiting.pop()
  }

  /** When something may happen next: never later than it does. */
  get nextMs(): number {
    return this.#waiting.at(-1)?.timeMs ?? this.#agenda.nextMs
  }

  /** The event, as JSON. */
  write(occurrence: Occurrence): string {
    return writeEvent(this.#society, occurrence)
  }

  idOf(occurrence: Occurrence): string {
    return eventId(occurrence)
  }

  keyOf({ customer }: Occurrence): string {
    return this.#society.names.customer(customer)
  }

  #takeTurn(): void {
    const customer = this.#agenda.next
    const atMs = this.#agenda.nextMs
    this.#society.random.use(customer)
    const happenings = this.#happenings(customer, atMs)
    for (const happening of happenings) this.#reversals.consider(customer, happening, atMs)
    this.#agenda.plan(customer, reasons.reversal, this.#reversals.nextOf(customer))
    this.#agenda.settle()
    this.#waiting = happenings
      .map((happening) => this.#occurrence(customer, atMs, happening))
      .reverse()
  }

  #happenings(customer: number, atMs: number): Happening[] {
    // Before the registration nothing is planned.
    if (this.#agenda.due(customer, this.#agenda.reason(customer)) === Infinity) {
      return this.#register(customer, atMs)
    }
    const reason = this.#agenda.reason(customer)
    switch (reason) {
      case reasons.arrival:
        return this.#arrive(customer, atMs)
      case reasons.duty:
        this.#agenda.plan(customer, reason, this.#obligations.nextAfter(customer, atMs))
        return this.#obligations.at(customer, atMs)
      case reasons.reversal:
        return this.#reversals.at(customer, atMs)
    }
  }

  #register(customer: number, atMs: number): Happening[] {
    const { seed, population, books, random, whereabouts } = this.#society
    random.begin(seed, 'behaviour', customer)
    whereabouts.settle(customer, atMs)
    const opened = books.open(customer, population.character(customer), random)
    this.#agenda.plan(customer, reasons.arrival, this.#arrivals.next(customer, atMs))
    this.#agenda.plan(customer, reasons.duty, this.#obligations.nextAfter(customer, atMs))
    return [{ kind: 'registered' }, ...opened]
  }

  #arrive(customer: number, atMs: number): Happening[] {
    if (!this.#arrivals.hasArrived(customer)) {
      this.#agenda.plan(customer, reasons.arrival, this.#arrivals.resume(customer, atMs))
      return []
    }
    const happenings = this.#purchases.at(customer, atMs)
    this.#agenda.plan(customer, reasons.arrival, this.#arrivals.next(customer, atMs))
    return happenings
  }

  #occurrence(customer: number, timeMs: number, happening: Happening): Occurrence {
    const { random } = this.#society
    const recordedMs = timeMs + random.int(2, 40)
    const bits = [random.word(), random.word(), random.word()] as const
    return { customer, timeMs, recordedMs, bits, happening }
  }
}

/** In the first minute of the world, and at a moment that does not depend on the others. */
function registrationMs({ seed, start }: WorldPlan, customer: number): number {
  return start + (hashOf(seed, 'behaviour', customer) % foundingMs)
}
