import { type DeadLetterCode } from '../../contracts/dead-letter.ts'
import { limits } from '../../contracts/limits.ts'
import { partitionOf } from '../../contracts/partition.ts'
import { type Departure } from '../departure.ts'
import { uuidV7 } from '../world/ids.ts'
import { type Random } from '../world/random.ts'
import { withAttribute } from './envelope-text.ts'
import { type PoisonKind } from './fault-plan.ts'

/**
 * Makes messages that a reader must refuse, out of business events.
 *
 * Each has the key of the event, an id of its own and one thing wrong with it, which is why its
 * fate is known. That readers refuse it with that code is what test/poison.test.ts says.
 */
export class Poison {
  readonly #kinds: readonly PoisonKind[]
  readonly #partitions: number

  /** Where a topic has one partition, nothing can be misrouted, and nothing is. */
  constructor(kinds: readonly PoisonKind[], partitions: number) {
    this.#kinds = partitions > 1 ? kinds : kinds.filter((kind) => kind !== 'misrouted')
    this.#partitions = partitions
  }

  /** A message that leaves within a second after the event; undefined when no kind is possible. */
  after(event: Departure, random: Random): Departure | undefined {
    if (this.#kinds.length === 0) return undefined
    const kind = random.pick(this.#kinds)
    const leavesMs = event.leavesMs + random.int(1, 1000)
    const id = uuidV7(leavesMs, [random.word(), random.word(), random.word()])
    const own = withAttribute(event.value, 'id', id)
    const { fate, write } = recipes[kind]
    const departure = { leavesMs, key: event.key, value: write(own, random), fate }
    if (kind !== 'misrouted') return departure
    return { ...departure, partition: this.#wrongPartition(event.key, random) }
  }

  #wrongPartition(key: string, random: Random): number {
    const right = partitionOf(Buffer.from(key), this.#partitions)
    return (right + random.int(1, this.#partitions - 1)) % this.#partitions
  }
}

interface Recipe {
  /** The code with which readers refuse it. */
  readonly fate: DeadLetterCode
  /** @param event valid, and with an id that no other message has */
  readonly write: (event: string, random: Random) => string
}

const recipes: Record<PoisonKind, Recipe> = {
  not_json: { fate: 'not-json', write: notJson },
  wrong_schema: {
    fate: 'schema-violated',
    write: (event, random) => random.pick(violations)(event),
  },
  unknown_type: {
    fate: 'unknown-type',
    write: (event, random) => withAttribute(event, 'type', random.pick(unknownTypes)),
  },
  future: { fate: 'in-future', write: (event) => withAttribute(event, 'time', farFuture) },
  ancient: {
    fate: 'before-first-day',
    write: (event) => withAttribute(event, 'time', '1970-01-01T00:00:00.000Z'),
  },
  oversize: { fate: 'too-large', write: oversize },
  empty: { fate: 'empty', write: () => '' },
  misrouted: { fate: 'misrouted', write: (event) => event },
}

/** Cut off in the middle, or two glued together. */
function notJson(event: string, random: Random): string {
  if (random.isTrue(0.5)) return event + event
  return event.slice(0, Math.floor(event.length * (0.2 + 0.6 * random.uniform())))
}

/** What producers get wrong: an older standard, a renamed field, an instant without a zone. */
const violations: readonly ((event: string) => string)[] = [
  (event) => withAttribute(event, 'specversion', '0.3'),
  (event) => event.replace('"customer_id":', '"customerId":'),
  (event) => withAttribute(event, 'time', '2026-01-05 08:15:30'),
]

const unknownTypes = ['bank.loyalty.points_granted.v1', 'bank.transaction.authorized.v9']

/** A year that is in the future whenever a world is played and whatever its time is. */
const farFuture = '2999-12-31T23:59:59.000Z'

/** How much larger than an event may be, in bytes; a message may be sixteen times as large. */
const excessBytes = [4 * 1024, 36 * 1024] as const

/** Valid, but for an attribute that nobody knows and that is too long. */
function oversize(event: string, random: Random): string {
  const padding = 'x'.repeat(limits.eventBytesMax + random.int(...excessBytes))
  return `${event.slice(0, -1)},"padding":"${padding}"}`
}
