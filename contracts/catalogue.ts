import { deadLettersTopic } from './dead-letter.ts'
import { bankActivity } from './events/bank-activity.ts'
import { type IndexDefinition } from './index-definition.ts'
import { activity } from './indices/activity.ts'
import { customerEvents } from './indices/customer-events.ts'
import { customers } from './indices/customers.ts'
import { deadLetters } from './indices/dead-letters.ts'
import { meta } from './indices/meta.ts'
import { opsAcceptances } from './indices/ops-acceptances.ts'
import { opsReplays } from './indices/ops-replays.ts'
import { opsWorkers } from './indices/ops-workers.ts'
import { transactions } from './indices/transactions.ts'
import { type Topic } from './topic.ts'

/** Every topic. A new stream adds its line here. */
export const topics: readonly Topic[] = [bankActivity, deadLettersTopic]

/** Every index. A new stream adds its line here. */
export const indices: readonly IndexDefinition[] = [
  transactions,
  customerEvents,
  customers,
  activity,
  deadLetters,
  meta,
  opsReplays,
  opsAcceptances,
  opsWorkers,
]

/** The version that the names of the indices carry when nothing was rebuilt yet. */
export const firstIndexVersion = 1
