import { bankActivity } from '../../contracts/events/bank-activity.ts'
import {
  type AccountLine,
  type AllLine,
  type DayLine,
  type Fate,
  type LedgerHeader,
} from '../../contracts/run-ledger.ts'
import { type Departure } from '../departure.ts'
import { attributeOf } from '../faults/envelope-text.ts'
import { eventId } from '../world/events.ts'
import { AccountTotals } from './account-totals.ts'
import { ChunkedFile } from './chunked-file.ts'
import { DayTotals } from './day-totals.ts'
import { DroppedIds } from './dropped-ids.ts'

interface LedgerOptions {
  /** What the run was. Becomes the first line. */
  readonly header: Omit<LedgerHeader, 'ledger'>
  /** Most dropped events that are remembered. */
  readonly droppedMax?: number
}

const droppedMaxDefault = 500_000

/** Writes the ledger of a run: what must come of everything that was sent (contracts/run-ledger.ts). */
export class LedgerFile {
  readonly #file: ChunkedFile
  readonly #days = new DayTotals()
  readonly #accounts: AccountTotals
  readonly #dropped: DroppedIds
  readonly #counts = { applied: 0, duplicates: 0, deadLetters: 0, dropped: 0 }

  private constructor(file: ChunkedFile, bank: string | undefined, droppedMax: number) {
    this.#file = file
    this.#accounts = new AccountTotals(bank)
    this.#dropped = new DroppedIds(droppedMax)
  }

  /** @throws PipelineError `disk.not-writable` or `disk.full` */
  static async open(path: string, { header, droppedMax }: LedgerOptions): Promise<LedgerFile> {
    const file = await ChunkedFile.create(path)
    const ledger = new LedgerFile(file, header.bank, droppedMax ?? droppedMaxDefault)
    await ledger.#file.write(lineOf({ ledger: 1, ...header } satisfies LedgerHeader))
    return ledger
  }

  /**
   * Writes down a departure that was sent.
   *
   * @returns undefined, or what to wait for before the next one
   * @throws PipelineError `disk.not-writable` or `disk.full`; what it returns rejects with them
   */
  record(departure: Departure): Promise<void> | undefined {
    const { value, occurrence } = departure
    const id = idOf(departure)
    const fate = this.#fateOf(departure, id)
    this.#days.count(dayOf(departure), fate)
    if (fate === 'applied' && occurrence !== undefined) this.#accounts.add(occurrence, value)
    if (fate === 'applied') this.#counts.applied += 1
    else if (fate === 'duplicate') this.#counts.duplicates += 1
    else this.#counts.deadLetters += 1
    return this.#write(id, departure.key, fate)
  }

  /**
   * Writes down a departure that fell due and was not sent. If it was the first of its id, the
   * next one of it that is recorded is `applied`.
   *
   * @throws as `record`, and PipelineError `usage.invalid` when more such events wait for a next
   * copy than are remembered: what is applied would then be wrong
   */
  drop(departure: Departure): Promise<void> | undefined {
    const { occurrence, fate } = departure
    // Not cut out of the value: that would keep all of it in memory.
    if (fate === 'applied' && occurrence !== undefined) this.#dropped.add(eventId(occurrence))
    this.#counts.dropped += 1
    return this.#write(idOf(departure), departure.key, 'dropped')
  }

  /**
   * Writes the totals; resolves when all is on the disk. The file is closed in any case.
   *
   * @throws PipelineError `disk.not-writable` or `disk.full`
   */
  async close(): Promise<void> {
    try {
      for (const total of this.#totals()) await this.#file.write(lineOf(total))
    } finally {
      await this.#file.close()
    }
  }

  *#totals(): Generator<DayLine | AccountLine | AllLine, void, void> {
    for (const { day, ...counts } of this.#days.totals()) {
      yield { total: 'day', topic: bankActivity.name, day, ...counts }
    }
    yield* this.#accounts.totals()
    const { applied, duplicates, deadLetters, dropped } = this.#counts
    const departures = applied + duplicates + deadLetters + dropped
    yield { total: 'all', departures, applied, duplicates, deadLetters, dropped }
  }

  #fateOf({ fate }: Departure, id: string | undefined): Fate {
    if (fate !== 'duplicate' || id === undefined) return fate
    return this.#dropped.take(id) ? 'applied' : 'duplicate'
  }

  /** Ids and keys need no escaping (contracts/ids.ts). */
  #write(id: string | undefined, key: string, fate: string): Promise<void> | undefined {
    const known = id === undefined ? '' : `"id":"${id}",`
    return this.#file.write(`{${known}"key":"${key}","fate":"${fate}"}\n`)
  }
}

function lineOf(line: object): string {
  return `${JSON.stringify(line)}\n`
}

/** Undefined where a reader does not get as far as the id. */
function idOf({ value, fate }: Departure): string | undefined {
  return unreadable.has(fate) ? undefined : attributeOf(value, 'id')
}

const unreadable: ReadonlySet<Fate> = new Set<Fate>(['empty', 'too-large', 'not-json'])

function dayOf({ value, fate, leavesMs }: Departure): string {
  const time = fate === 'applied' || fate === 'duplicate' ? attributeOf(value, 'time') : undefined
  return (time ?? new Date(leavesMs).toISOString()).slice(0, 10)
}
