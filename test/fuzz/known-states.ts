import { type BankEvent } from '../../contracts/events/bank-activity.ts'
import { type StateBody } from '../../contracts/processor.ts'
import { type Judged, type StatesBefore } from './judge-record.ts'

/** More than the simulated bank has; what a mutation has made goes first. */
const entriesMax = 2_000

/** The state documents of a fold in memory, which begins anew where it would grow too large. */
export class KnownStates {
  readonly #customers = new Map<string, StateBody>()
  readonly #windows = new Map<string, StateBody>()

  readonly statesOf = ({ subject }: BankEvent, windowIds: readonly string[]): StatesBefore => ({
    customer: this.#customers.get(subject),
    windows: Object.fromEntries(windowIds.map((id) => [id, this.#windows.get(id)])),
  })

  keep({ customer, windows }: Judged): void {
    if (customer !== undefined) put(this.#customers, ...customer)
    for (const window of windows) put(this.#windows, ...window)
  }
}

function put(states: Map<string, StateBody>, id: string, body: StateBody): void {
  if (states.size >= entriesMax && !states.has(id)) states.clear()
  states.set(id, body)
}
