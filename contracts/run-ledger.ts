import { z } from 'zod'
import { type DeadLetterCode, deadLetterCodes } from './dead-letter.ts'

/**
 * The ledger of a run of the generator, the oracle of what must come of it, as lines of JSON:
 *
 * - first the header, `{"ledger":1,"fingerprint":…}`;
 * - then `{"id","key","fate"}` for each departure in the order in which it left, so that the place
 *   of the line among them is the place in the header of its record. There is no id where readers
 *   cannot know it;
 * - then the totals: `day` (of event time as it was sent; dead letters, whose time means nothing,
 *   by when they left), `account` (of applied events) and last `all`. A ledger without the last
 *   line is of a run that did not end.
 *
 * Of the departures with the same id that were sent, the first is `applied`.
 */

/** Header of every record that a generator sends: `<fingerprint of the run>/<place in it, from 0>`. */
export const departureHeader = 'tally-departure'

/** What must come of a record, whoever reads the log. */
export type Fate = 'applied' | 'duplicate' | DeadLetterCode

export const fates = ['applied', 'duplicate', ...codesOf(deadLetterCodes)] as const satisfies Fate[]

function codesOf(codes: typeof deadLetterCodes): DeadLetterCode[] {
  return Object.keys(codes) as DeadLetterCode[]
}

export const LedgerHeader = z.object({
  ledger: z.literal(1),
  /** Of the run, as its records carry it. */
  fingerprint: z.string().min(1),
  scenario: z.string(),
  seed: z.int(),
  start: z.string(),
  customers: z.int(),
  /** Name of the bank, if it has one. */
  bank: z.string().optional(),
})
export type LedgerHeader = z.infer<typeof LedgerHeader>

/** `dropped`: it fell due and was not sent. */
export const DepartureLine = z.object({
  id: z.string().optional(),
  key: z.string(),
  fate: z.enum([...fates, 'dropped']),
})
export type DepartureLine = z.infer<typeof DepartureLine>

const DayLine = z.object({
  total: z.literal('day'),
  topic: z.string(),
  /** UTC. */
  day: z.string(),
  applied: z.int(),
  duplicate: z.int(),
  deadLetters: z.record(z.string(), z.int()).readonly(),
})
export type DayLine = Readonly<z.infer<typeof DayLine>>

/** What the applied events say about one account. */
const AccountLine = z.object({
  total: z.literal('account'),
  account: z.string(),
  /** Undefined when no applied event says it: all of them are declined. */
  currency: z.string().optional(),
  openingMinor: z.int(),
  debitMinor: z.int(),
  creditMinor: z.int(),
  /** Opening, less debit, plus credit. */
  balanceMinor: z.int(),
  /** Authorized, declined and reversed. */
  transactions: z.int(),
})
export type AccountLine = Readonly<z.infer<typeof AccountLine>>

const AllLine = z.object({
  total: z.literal('all'),
  departures: z.int(),
  applied: z.int(),
  duplicates: z.int(),
  deadLetters: z.int(),
  dropped: z.int(),
})
export type AllLine = Readonly<z.infer<typeof AllLine>>

export const TotalLine = z.discriminatedUnion('total', [DayLine, AccountLine, AllLine])
