import { minuteMs } from '../world/calendar.ts'
import { type Authorized, type Reversed } from '../world/happenings.ts'
import { compareCounts } from './compare.ts'
import { type Comparison } from './comparison.ts'
import { Grid } from './grid.ts'
import { causes, regretsElsewhere, regretsOnline } from './outcomes.ts'

/**
 * How much of what was bought is taken back, by channel and reason. Refunds take days, so that of
 * each purchase is expected what has had the time to come.
 */
export class ReversalsRow {
  readonly #untilMs: number
  readonly #reversals = new Grid(channels, reasons)

  constructor(untilMs: number) {
    this.#untilMs = untilMs
  }

  /** Something was bought, by whatever occasion. */
  expect({ transaction }: Authorized, atMs: number): void {
    if (transaction.merchant === undefined) return
    const chance = transaction.channel === 'online' ? regretsOnline : regretsElsewhere
    const time = Math.max(0, this.#untilMs - atMs - minuteMs)
    const channel = channels.indexOf(transaction.channel)
    causes.forEach(({ share, meanMs }, cause) => {
      this.#reversals.expect(chance * share * (1 - Math.exp(-time / meanMs)), channel, cause)
    })
  }

  count({ transaction, reason }: Reversed): void {
    this.#reversals.count(1, channels.indexOf(transaction.channel), reasons.indexOf(reason))
  }

  row(): Comparison {
    const claim = { name: 'reversals by channel', unit: 'reversed', slack: 0.02, blindAbove: 0.2 }
    return compareCounts(claim, this.#reversals.cells())
  }
}

const channels: string[] = ['card_present', 'online', 'atm']
const reasons = causes.map(({ reason }) => reason)
