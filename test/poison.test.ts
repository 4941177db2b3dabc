import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { limits } from '../contracts/limits.ts'
import { partitionOf } from '../contracts/partition.ts'
import { type LogRecord } from '../contracts/processor.ts'
import { type EpochMs } from '../contracts/time.ts'
import { bankProcessor, defaultFoldSettings } from '../enrich/bank.ts'
import { type Departure } from '../generator/departure.ts'
import { attributeOf } from '../generator/faults/envelope-text.ts'
import { PoisonKind } from '../generator/faults/fault-plan.ts'
import { Poison } from '../generator/faults/poison.ts'
import { business, drained, everything, faulty } from '../generator/faults/traffic-fixture.ts'
import { Random } from '../generator/world/random.ts'

const { partitions } = bankActivity
const processor = bankProcessor(defaultFoldSettings)

/** The record of a departure, as a broker appends it at the moment at which it leaves. */
function recordOf({ key, value, partition, leavesMs }: Departure): LogRecord {
  const keyBytes = Buffer.from(key)
  return {
    topic: bankActivity.name,
    partition: partition ?? partitionOf(keyBytes, partitions),
    offset: 0,
    appendTime: leavesMs as EpochMs,
    key: keyBytes,
    value: Buffer.from(value),
    headers: {},
  }
}

/** What a worker says of a departure: the code of its dead letter, or that it is an event. */
function verdictOn(departure: Departure): string {
  const decoded = processor.decode(recordOf(departure), partitions)
  return decoded.ok ? 'event' : decoded.code
}

function poisonOf(kind: PoisonKind, event: Departure, seed: number): Departure {
  const poison = new Poison([kind], partitions).after(event, new Random().begin(seed, 'faults'))
  if (poison === undefined) throw new Error(`no poison of kind ${kind}`)
  return poison
}

const events = fc.constantFrom(...business)
const seeds = fc.nat({ max: 0xffff_ffff })
const runs = { seed: 7, numRuns: 300 }

describe('a worker', () => {
  it.each(PoisonKind.options)(
    'refuses poison of kind %s with the code that is its fate',
    (kind) => {
      fc.assert(
        fc.property(events, seeds, (event, seed) => {
          const poison = poisonOf(kind, event, seed)

          expect(verdictOn(event)).toBe('event')
          expect(verdictOn(poison)).toBe(poison.fate)
        }),
        runs,
      )
    },
  )

  it('refuses what is misrouted for its partition and nothing else', () => {
    fc.assert(
      fc.property(events, seeds, (event, seed) => {
        const { partition, ...atHome } = poisonOf('misrouted', event, seed)

        expect(partition).toBeGreaterThanOrEqual(0)
        expect(partition).toBeLessThan(partitions)
        expect(verdictOn(atHome)).toBe('event')
      }),
      runs,
    )
  })

  it('reads the id of poison where the ledger of the run names one', () => {
    const unreadable = ['empty', 'too-large', 'not-json']
    fc.assert(
      fc.property(fc.constantFrom(...PoisonKind.options), events, seeds, (kind, event, seed) => {
        const poison = poisonOf(kind, event, seed)
        const decoded = processor.decode(recordOf(poison), partitions)

        const id = unreadable.includes(poison.fate) ? undefined : attributeOf(poison.value, 'id')
        expect(decoded).toMatchObject({ ok: false })
        expect('eventId' in decoded ? decoded.eventId : undefined).toBe(id)
      }),
      runs,
    )
  })

  it('makes of everything that faulty traffic sends what its fate says', () => {
    const departures = [1, 2, 3].flatMap((seed) => drained(faulty({ ...everything, seed })))
    const wrong = departures.filter((departure) => {
      const isBusiness = departure.fate === 'applied' || departure.fate === 'duplicate'
      return verdictOn(departure) !== (isBusiness ? 'event' : departure.fate)
    })

    expect(departures.length).toBeGreaterThan(4000)
    expect(wrong).toEqual([])
  })
})

describe('poison', () => {
  it('is small enough for a broker to take', () => {
    fc.assert(
      fc.property(events, seeds, (event, seed) => {
        const { value } = poisonOf('oversize', event, seed)

        expect(Buffer.byteLength(value)).toBeLessThan(limits.messageBytesMax)
      }),
      runs,
    )
  })

  it('is never misrouted where a topic has one partition', () => {
    const [event] = business
    if (event === undefined) throw new Error('the world is too small for this test')

    expect(new Poison(['misrouted'], 1).after(event, new Random())).toBeUndefined()
  })
})
