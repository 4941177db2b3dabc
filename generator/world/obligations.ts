import { dayOf, dayMs, daysIn, hourMs, type ZoneClock } from './calendar.ts'
import { type Act, dutiesOf, type Duty } from './duties.ts'
import { current, type Happening, savings } from './happenings.ts'
import { type Purchases } from './purchases.ts'
import { type Society } from './society.ts'
import { type Transfers } from './transfers.ts'

/** What is due on a day of the calendar: wages, bills, pocket money, presents, big wishes. */
export class Obligations {
  readonly #society: Society
  readonly #transfers: Transfers
  readonly #purchases: Purchases

  constructor(society: Society, transfers: Transfers, purchases: Purchases) {
    this.#society = society
    this.#transfers = transfers
    this.#purchases = purchases
  }

  /** When the first duty after a moment is due. */
  nextAfter(customer: number, afterMs: number): number {
    const clock = this.#clock(customer)
    const duties = this.#dutiesOf(customer)
    return Math.min(Infinity, ...duties.map((duty) => nextTime(duty, clock, afterMs)))
  }

  /** Does what is due at this very moment. */
  at(customer: number, atMs: number): Happening[] {
    const clock = this.#clock(customer)
    return this.#dutiesOf(customer)
      .filter((duty) => nextTime(duty, clock, atMs - 1) === atMs)
      .flatMap(({ act }) => this.#do(customer, act))
  }

  #clock(customer: number): ZoneClock {
    return this.#society.home(customer).clock
  }

  #dutiesOf(customer: number): readonly Duty[] {
    const { seed, startMs, population } = this.#society
    return dutiesOf({ seed, startMs, customer, character: population.character(customer) })
  }

  #do(customer: number, act: Act): readonly Happening[] {
    const { random } = this.#society
    switch (act.kind) {
      case 'receive':
        return [this.#transfers.receive(customer, act.relation, act.euros)]
      case 'bill':
        return [this.#transfers.directDebit(customer, act.relation, act.euros)]
      case 'save':
        return this.#transfers.between(customer, {
          from: current,
          euros: act.euros,
          keptEuros: act.euros,
        })
      case 'withdraw':
        return this.#transfers.between(customer, { from: savings, ...act })
      case 'buy':
        return [
          this.#purchases.buy(customer, random.pick(act.categories), random.int(...wholeOf(act))),
        ]
      case 'lottery':
        return [this.#playLottery(customer, act.euros)]
    }
  }

  /** Wins, or overspends by as much. */
  #playLottery(customer: number, euros: number): Happening {
    return this.#society.random.isTrue(0.5)
      ? this.#transfers.receive(customer, 'lottery', euros)
      : this.#transfers.toFriend(customer, euros)
  }
}

function wholeOf({ euros: [low, high] }: Extract<Act, { kind: 'buy' }>): [number, number] {
  return [Math.floor(low), Math.ceil(high)]
}

/** The first time of a duty after a moment. */
function nextTime(duty: Duty, clock: ZoneClock, afterMs: number): number {
  const { year, month } = dayOf(Math.floor((afterMs + clock.offsetMs(afterMs)) / dayMs))
  let count = year * 12 + month - 1
  count += (duty.monthRest - (count % duty.everyMonths) + duty.everyMonths) % duty.everyMonths
  for (;;) {
    const dueMs = timeIn(duty, clock, count)
    if (dueMs > afterMs) return dueMs
    count += duty.everyMonths
  }
}

/** @param count of months since year 0 */
function timeIn({ day, timeMs, isOnWorkday }: Duty, clock: ZoneClock, count: number): number {
  const year = Math.floor(count / 12)
  const month = (count % 12) + 1
  const wanted = Math.min(day, daysIn(year, month))
  const paid = isOnWorkday ? lastWorkday(year, month, wanted) : wanted
  return clock.toUtc({ year, month, day: paid }, timeMs)
}

/** The day itself, or the Friday before; in the first days of a month, the Monday after. */
function lastWorkday(year: number, month: number, day: number): number {
  const { weekday } = dayOf(Math.floor((Date.UTC(year, month - 1, day) + 12 * hourMs) / dayMs))
  const isWeekend = weekday > 4
  if (!isWeekend) return day
  const friday = day - (weekday - 4)
  return friday >= 1 ? friday : day + (7 - weekday)
}
