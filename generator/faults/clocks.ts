import { limits } from '../../contracts/limits.ts'
import { producerOf } from '../world/producers.ts'
import { type FaultPlan } from './fault-plan.ts'

type ClockError = NonNullable<FaultPlan['clocks']>[number]

/**
 * How far the clock of each producer is off. An offset is a function of the moment alone.
 *
 * A clock is never further ahead than the tolerance of readers, however long it drifts.
 */
export class Clocks {
  readonly #from: number
  readonly #errors: ReadonlyMap<number, ClockError>

  /** @param from the moment from which the plan is reckoned, and before which clocks are right */
  constructor(errors: readonly ClockError[], from: number) {
    this.#from = from
    this.#errors = new Map(errors.map((error) => [error.producer, error]))
  }

  /** In ms, for the producer that writes the events of a customer; negative = behind. */
  offsetMs(customer: number, trueMs: number): number {
    if (this.#errors.size === 0) return 0
    const error = this.#errors.get(producerOf(customer))
    if (error === undefined || trueMs < this.#from) return 0
    const elapsedS = (trueMs - this.#from) / 1000
    const step = error.steps.findLast(({ after_seconds: after }) => after <= elapsedS)
    const driftedS = (elapsedS - (step?.after_seconds ?? 0)) * (error.drift_ppm / 1e6)
    const offsetMs = Math.round(((step?.offset_seconds ?? 0) + driftedS) * 1000)
    return Math.min(offsetMs, limits.futureToleranceMs)
  }
}
