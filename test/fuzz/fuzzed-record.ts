import { join } from 'node:path'
import { bankActivity } from '../../contracts/events/bank-activity.ts'
import { partitionOf } from '../../contracts/partition.ts'
import { type LogRecord } from '../../contracts/processor.ts'
import { readGoldenEvents } from '../../contracts/publish/golden-events.ts'
import { type EpochMs } from '../../contracts/time.ts'
import { business } from '../../generator/faults/traffic-fixture.ts'
import { packageFolder } from '../../runtime/paths.ts'
import { Chance } from '../simulation/chance.ts'
import { canary, oddText, padded, textMutations } from './mutate-text.ts'

interface Message {
  readonly key: string
  readonly text: string
  readonly timeMs: number
}

const golden = readGoldenEvents(join(packageFolder, 'contracts', 'golden'))

/** Valid messages that the others are made of: every type, and what a simulated bank sends. */
const messages: readonly Message[] = [
  ...golden.map(({ event }) => ({
    key: typeof event['subject'] === 'string' ? event['subject'] : '',
    text: JSON.stringify(event),
    timeMs: Date.parse(event.time),
  })),
  ...business.map(({ key, value, leavesMs }) => ({ key, text: value, timeMs: leavesMs })),
]

/** How many of a hundred messages are of the few golden ones, which hold every type. */
const goldenPercent = 30

/** The message that follows from a seed and its number, and from nothing else. */
export function fuzzedRecord(seed: number, number: number): LogRecord {
  const chance = new Chance(Math.imul(seed, 0x9e37_79b1) + Math.imul(number, 0x85eb_ca6b))
  const isGolden = chance.below(100) < goldenPercent
  const message = chance.pick(isGolden ? messages.slice(0, golden.length) : messages)
  if (message === undefined) throw new Error('there are no messages to begin with')
  const value = mutatedValue(message.text, chance)
  const key = chance.isTrue(0.9) ? Buffer.from(message.key) : mutatedKey(message.key, chance)
  return {
    topic: bankActivity.name,
    partition: partitionFor(key, chance),
    offset: number,
    appendTime: appendTimeFor(message.timeMs, chance),
    key,
    value,
    headers: chance.isTrue(0.9) ? {} : oddHeaders(chance),
  }
}

function mutatedValue(text: string, chance: Chance): Buffer | null {
  if (chance.isTrue(0.01)) return chance.pick([null, Buffer.alloc(0), randomBytes(chance)]) ?? null
  const begin = chance.isTrue(0.005) ? padded(text, chance) : text
  const changed = Buffer.from(mutated(begin, textMutations, chance.below(3), chance))
  return mutated<Buffer>(changed, byteMutations, chance.isTrue(0.12) ? 1 + chance.below(3) : 0, chance) // prettier-ignore
}

function mutated<Form>(
  form: Form,
  mutations: readonly ((form: Form, chance: Chance) => Form)[],
  times: number,
  chance: Chance,
): Form {
  let changed = form
  for (let time = 0; time < times; time += 1) {
    changed = chance.pick(mutations)?.(changed, chance) ?? changed
  }
  return changed
}

const byteMutations: readonly ((bytes: Buffer, chance: Chance) => Buffer)[] = [
  (bytes, chance) => {
    const flipped = Buffer.from(bytes)
    const at = chance.below(flipped.length)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << chance.below(8))
    return flipped
  },
  (bytes, chance) => bytes.subarray(0, chance.below(bytes.length + 1)),
  (bytes, chance) => bytes.subarray(chance.below(bytes.length + 1)),
  (bytes, chance) => {
    const at = chance.below(bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), randomBytes(chance), bytes.subarray(at)])
  },
  (bytes, chance) => {
    const [from, to] = [chance.below(bytes.length + 1), chance.below(bytes.length + 1)]
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
  },
  // Overlong, cut off, beyond Unicode, and a byte order mark.
  (bytes, chance) => {
    const odd = chance.pick([[0xc0, 0x80], [0xe2, 0x82], [0xf5, 0x80, 0x80, 0x80], [0xef, 0xbb, 0xbf]]) ?? [] // prettier-ignore
    const at = chance.isTrue(0.5) ? 0 : chance.below(bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(odd), bytes.subarray(at)])
  },
]

function randomBytes(chance: Chance): Buffer {
  return Buffer.from(Array.from({ length: chance.below(40) }, () => chance.below(256)))
}

function mutatedKey(key: string, chance: Chance): Buffer | null {
  const others = [null, Buffer.alloc(0), randomBytes(chance), Buffer.from(oddText(chance)), Buffer.from(`${key}\u0000`), Buffer.from(key.toUpperCase()), Buffer.alloc(70_000, 0x63)] // prettier-ignore
  return chance.pick(others) ?? null
}

function partitionFor(key: Buffer | null, chance: Chance): number {
  if (chance.isTrue(0.03)) return chance.below(bankActivity.partitions + 1)
  return key === null ? 0 : partitionOf(key, bankActivity.partitions)
}

/** By the clock of a broker, which may be off, or have been set. */
function appendTimeFor(timeMs: number, chance: Chance): EpochMs {
  if (chance.isTrue(0.95)) return (timeMs + chance.below(60_000)) as EpochMs
  const others = [-1, 0, timeMs - 300_001, timeMs - 300_000, Date.UTC(2015, 0, 1), Date.UTC(2100, 0, 1)] // prettier-ignore
  return (chance.pick(others) ?? 0) as EpochMs
}

const oddNames = ['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'content-type', 'tally-replays', 'tally-code', 'original-x', 'x', 'x.2', '\u0000', 'é'.repeat(300)] // prettier-ignore

/** As the adapter hands them over: by name, without a prototype. */
function oddHeaders(chance: Chance): LogRecord['headers'] {
  const headers = Object.create(null) as Record<string, Buffer | Buffer[]>
  for (let count = chance.isTrue(0.02) ? 3_000 : chance.below(6); count > 0; count -= 1) {
    const name = chance.isTrue(0.8) ? (chance.pick(oddNames) ?? '') : `${canary}-${count}`
    const content = chance.isTrue(0.3) ? Buffer.from(String(chance.below(1e6))) : randomBytes(chance) // prettier-ignore
    headers[name] = chance.isTrue(0.2) ? [content, randomBytes(chance)] : content
  }
  return headers
}
