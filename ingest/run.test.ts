import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tinyRecords } from '../test/tiny-processor.ts'
import { Outcomes, unaccounted } from './outcomes.ts'
import { Run, type Span } from './run.ts'

function startRun(startOffset = 0) {
  const outcomes = new Outcomes()
  const settled: Span[] = []
  const run = new Run(
    { topic: 'test.tiny', partition: 0, startOffset, isFromLogStart: false, endOffset: 0 },
    { outcomes, onSpanSettled: (span) => settled.push(span) },
  )
  const take = (from: number, to: number): Span => {
    outcomes.consume(to - from)
    const records = tinyRecords(from, to)
    const span = run.take({ records, nextOffset: to, highWatermark: to }, 0)
    if (span === undefined) throw new Error('no span')
    return span
  }
  return { run, outcomes, settled, take }
}

describe('a run', () => {
  it('is durable up to the first record that is not settled', () => {
    const { run, take, outcomes } = startRun()
    const [first, second, third] = [take(0, 10), take(10, 20), take(20, 30)]

    second.settle('applied', 10)
    third.settle('applied', 9)
    const before = run.durableOffset
    first.settle('applied', 10)

    expect([before, run.durableOffset, run.position]).toEqual([0, 20, 30])
    expect(unaccounted(outcomes.counts)).toBe(0)
  })

  it('counts what it passes over as durable: markers are no records', () => {
    const { run } = startRun()

    run.take({ records: [], nextOffset: 7, highWatermark: 7 }, 0)

    expect([run.durableOffset, run.position]).toEqual([7, 7])
  })

  it('refuses offsets that go back', () => {
    const { run, take } = startRun(5)
    take(5, 10)

    expect(() => take(9, 12)).toThrow('went back')
    expect(run.position).toBe(10)
  })

  it('tells who waits for an offset when it is durable, and not before', async () => {
    const { run, take } = startRun()
    const [first, second] = [take(0, 10), take(10, 20)]
    const told: string[] = []
    const waiting = run.whenDurable(10).then((isDurable) => told.push(`10 ${isDurable}`))

    second.settle('applied', 10)
    await Promise.resolve()
    const before = [...told]
    first.settle('applied', 10)
    await waiting

    expect([before, told]).toEqual([[], ['10 true']])
  })

  it('tells who waits that it has ended', async () => {
    const { run, take } = startRun()
    take(0, 10)
    const waiting = run.whenDurable(10)

    run.end()

    expect(await waiting).toBe(false)
  })

  it('reports each span once, when the last of its records has ended', () => {
    const { take, settled } = startRun()
    const span = take(0, 3)

    span.settle('applied', 2)
    const before = settled.length
    span.settle('deadLettered', 1)

    expect([before, settled]).toEqual([0, [span]])
  })

  it('is delayed as long as something of it is tried again', () => {
    const { run, take } = startRun()
    const [first, second] = [take(0, 2), take(2, 4)]

    second.applied.delayed()
    const during = run.isDelayed
    second.settle('applied', 2)

    expect([during, run.isDelayed, run.oldest]).toEqual([true, false, first])
  })

  it('never calls an unsettled record durable, in whatever order records end', () => {
    const spanSizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(spanSizes, fc.infiniteStream(fc.nat()), (sizes, choices) => {
        const { run, take, outcomes } = startRun()
        const open: { span: Span; left: number }[] = []
        for (const size of sizes)
          open.push({ span: take(run.position, run.position + size), left: size })

        while (open.length > 0) {
          const at = (choices.next().value ?? 0) % open.length
          const chosen = open[at]
          if (chosen === undefined) return
          chosen.span.settle('applied', 1)
          chosen.left -= 1
          if (chosen.left === 0) open.splice(at, 1)
          const firstOpen = Math.min(run.position, ...open.map(({ span }) => span.firstOffset))
          expect(run.durableOffset).toBe(firstOpen)
          expect(unaccounted(outcomes.counts)).toBe(0)
        }
      }),
      { seed: 4, numRuns: 500 },
    )
  })
})
