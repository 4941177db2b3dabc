import { type WorldPlan } from '../plan.ts'
import { ZoneClock, dayMs } from '../world/calendar.ts'
import { type Authorized, type Declined, type Occurrence } from '../world/happenings.ts'
import { Population } from '../world/population.ts'
import { AbroadRow } from './abroad-row.ts'
import { AmountRows } from './amount-rows.ts'
import { categoryOf } from './arrival.ts'
import { Balances } from './balances.ts'
import { type Comparison } from './comparison.ts'
import { CustomersRow } from './customers-row.ts'
import { DeclinesRow } from './declines-row.ts'
import { DutyTimes } from './duty-times.ts'
import { Exposure } from './exposure.ts'
import { PaydayRow } from './payday-row.ts'
import { ReversalsRow } from './reversals-row.ts'
import { SpendingRows } from './spending-rows.ts'
import { WaitsRow } from './waits-row.ts'

/** Sees what happens in a world, in the order of each customer's time, and tells what it saw. */
export class Observer {
  readonly #untilMs: number
  readonly #population: Population
  readonly #exposure: Exposure
  readonly #duties: DutyTimes
  readonly #balances: Balances
  readonly #lastArrival: Float64Array
  readonly #customers: CustomersRow
  readonly #spending: SpendingRows
  readonly #waits: WaitsRow
  readonly #payday: PaydayRow
  readonly #amounts = new AmountRows()
  readonly #abroad: AbroadRow
  readonly #declines: DeclinesRow
  readonly #reversals: ReversalsRow

  constructor(plan: WorldPlan, untilMs: number) {
    const population = new Population(plan.seed, plan.customers)
    this.#untilMs = untilMs
    this.#population = population
    this.#exposure = new Exposure(plan, untilMs, population)
    this.#duties = new DutyTimes(plan, population)
    this.#balances = new Balances(plan.customers)
    this.#lastArrival = new Float64Array(plan.customers)
    this.#customers = new CustomersRow(plan.customers)
    this.#spending = new SpendingRows(this.#exposure)
    this.#waits = new WaitsRow(plan.customers)
    this.#payday = new PaydayRow(this.#exposure, population)
    this.#abroad = new AbroadRow(population, (untilMs - plan.start) / dayMs)
    this.#declines = new DeclinesRow(population)
    this.#reversals = new ReversalsRow(untilMs)
  }

  see({ customer, timeMs, happening }: Occurrence): void {
    if (timeMs >= this.#untilMs) return
    switch (happening.kind) {
      case 'registered':
        this.#exposure.begin(customer, timeMs)
        this.#customers.register(this.#population.lifestyle(customer))
        break
      case 'opened':
        break
      case 'reversed':
        this.#reversals.count(happening)
        break
      case 'authorized':
      case 'declined':
        this.#transact(customer, timeMs, happening)
    }
    this.#balances.apply(customer, happening)
  }

  /** To be asked for once, when all was seen. */
  rows(): Comparison[] {
    for (let customer = 0; customer < this.#population.size; customer += 1) {
      this.#waits.wait(customer, this.#exposure.advance(customer, this.#untilMs))
    }
    return [
      this.#customers.row(),
      ...this.#spending.rows(),
      this.#waits.row(),
      this.#payday.row(),
      ...this.#amounts.rows(),
      this.#abroad.row(),
      this.#declines.row(),
      this.#reversals.row(),
    ]
  }

  #transact(customer: number, timeMs: number, happening: Authorized | Declined): void {
    if (happening.kind === 'authorized') this.#reversals.expect(happening, timeMs)
    if (this.#duties.isDuty(customer, timeMs)) return
    // The second side of a transfer between own accounts.
    if (this.#lastArrival[customer] === timeMs) return
    this.#lastArrival[customer] = timeMs
    this.#arrive(customer, timeMs, happening)
  }

  #arrive(customer: number, timeMs: number, happening: Authorized | Declined): void {
    this.#waits.wait(customer, this.#exposure.advance(customer, timeMs))
    this.#waits.arrive(customer)
    const { transaction } = happening
    const known = this.#exposure.settingOf(customer, timeMs)
    const isInPerson = transaction.channel === 'card_present' || transaction.channel === 'atm'
    const local = isInPerson ? ZoneClock.of(transaction.place.zone).localHour(timeMs) : known.local
    const setting = { ...known, local }
    const arrival = { customer, setting, happening, category: categoryOf(transaction) }
    this.#spending.add(arrival)
    this.#payday.add(arrival)
    this.#amounts.add(arrival)
    this.#abroad.add(arrival)
    this.#declines.add(arrival, this.#balances.availableMinor(customer))
  }
}
