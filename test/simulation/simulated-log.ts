import { type LogRecord } from '../../contracts/processor.ts'
import { type CountingEvent, countingRecord } from '../counting-processor.ts'
import { type Chance } from './chance.ts'

const hourMs = 3_600_000
const baseMs = Date.UTC(2026, 0, 5)

/**
 * A log with everything that the protocol has to stand: several keys in a partition, events that are
 * late, duplicates near and long after, and records that are no events.
 */
export function simulatedLog(chance: Chance, partitions: number): readonly LogRecord[][] {
  return Array.from({ length: partitions }, (_, partition) => {
    const sent: { readonly key: string; readonly event: CountingEvent }[] = []
    return Array.from({ length: 4 + chance.below(28) }, (__, offset) => {
      const repeated = chance.isTrue(0.25) ? chance.pick(sent) : undefined
      if (repeated !== undefined) return countingRecord({ partition, offset }, repeated.key, repeated.event) // prettier-ignore
      const key = `k-${partition}-${chance.below(5)}`
      if (chance.isTrue(0.05)) return countingRecord({ partition, offset }, key, undefined)
      const lateMs = chance.isTrue(0.2) ? chance.below(3) * hourMs : 0
      const timeMs = baseMs + offset * 600_000 - lateMs
      const event = { id: `e-${partition}-${offset}`, timeMs, amount: 1 + chance.below(3) }
      sent.push({ key, event })
      return countingRecord({ partition, offset }, key, event)
    })
  })
}
