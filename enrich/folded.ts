import { bankActivity } from '../contracts/events/bank-activity.ts'
import { type ActivityState } from '../contracts/indices/activity.ts'
import { type CustomerState } from '../contracts/indices/customers.ts'
import { type EventDocument, type LogRecord, type StateBody } from '../contracts/processor.ts'
import { bankProcessor, defaultFoldSettings } from './bank.ts'
import { type EventInput, recordOf } from './event-builders.ts'

const processor = bankProcessor(defaultFoldSettings)

/** What a log becomes; a record that is no event becomes nothing. */
export interface Folded {
  readonly documents: readonly EventDocument[]
  /** By customer id. */
  readonly customers: ReadonlyMap<string, CustomerState>
  /** By id of window and dimensions. */
  readonly activity: ReadonlyMap<string, ActivityState>
}

/**
 * For tests: the fold of one partition's log in memory, without repetitions. Every state goes
 * through JSON before it is used again, as it does when a worker reads it from the index.
 */
export function folded(log: readonly LogRecord[]): Folded {
  const states = new Map<string, StateBody>()
  const windows = new Map<string, StateBody>()
  const documents = log.flatMap((record) => {
    const decoded = processor.decode(record, bankActivity.partitions)
    if (!decoded.ok) return []
    const { subject } = decoded.event
    const { eventDocument, state, contributions = [] } = processor.apply(decoded.event, record, states.get(subject)) // prettier-ignore
    if (state !== undefined) states.set(subject, asStored(state))
    for (const added of contributions) {
      windows.set(added.id, asStored(added.addTo(windows.get(added.id))))
    }
    return [eventDocument]
  })
  return {
    documents,
    customers: states as unknown as ReadonlyMap<string, CustomerState>,
    activity: windows as unknown as ReadonlyMap<string, ActivityState>,
  }
}

/** The same of events in the order of the log. */
export function foldedEvents(events: readonly EventInput[]): Folded {
  return folded(events.map((event, offset) => recordOf(event, { offset })))
}

function asStored(state: StateBody): StateBody {
  return JSON.parse(JSON.stringify(state)) as StateBody
}
