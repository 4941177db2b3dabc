import { describe, expect, it } from 'vitest'
import { createLog } from '../runtime/log.ts'
import { PipelineError } from '../runtime/problem.ts'
import { Gate } from '../test/fake-elasticsearch.ts'
import { tinyRecords } from '../test/tiny-processor.ts'
import { Checkpoints } from './checkpoint.ts'
import { systemClock } from './clock.ts'
import { Outcomes } from './outcomes.ts'
import { Run } from './run.ts'
import { Trouble } from './trouble.ts'

function start({ commit }: { readonly commit?: () => Promise<void> } = {}) {
  const done: string[] = []
  const failures: unknown[] = []
  const gates = [new Gate(), new Gate()]
  let elapsedMs = 0
  const clock = { ...systemClock, elapsedMs: () => elapsedMs }
  const run = new Run(
    { topic: 'test.tiny', partition: 0, startOffset: 0, isFromLogStart: true, endOffset: 0 },
    { outcomes: new Outcomes(), onSpanSettled: () => undefined },
  )
  const takeStages = () => {
    const offset = run.position
    return gates.map((gate, at) => async () => {
      done.push(`stage ${at} begins at ${offset}`)
      await gate.opened
      return !run.isEnded
    })
  }
  const checkpointed = {
    run,
    takeStages,
    metadata: '',
    get foldedOffset() {
      return run.position
    },
    get changedBytes() {
      return run.bytesTaken
    },
    isCrowded: false,
  }
  const log = createLog({ level: 'silent', name: 'test' })
  const trouble = new Trouble('waiting', { code: 'commits-refused', log, clock })
  const checkpoints = new Checkpoints(checkpointed, {
    commit: (_, offset) => {
      done.push(`commit ${offset}`)
      return commit?.() ?? Promise.resolve()
    },
    limits: { intervalMs: 1000, catchUpIntervalMs: 5000, catchUpRecords: 100, bytesMax: 1 << 20 },
    clock,
    trouble,
    onFatal: (error) => failures.push(error),
  })
  const take = (from: number, to: number, highWatermark = to) => {
    const records = tinyRecords(from, to)
    run.take({ records, nextOffset: to, highWatermark }, 0)
  }
  const pass = async (ms: number) => {
    elapsedMs += ms
    checkpoints.beginIfDue()
    await new Promise(setImmediate)
  }
  return { run, checkpointed, checkpoints, done, failures, gates, trouble, take, pass }
}

describe('a checkpoint', () => {
  it('goes stage by stage and commits last, at the offset where it began', async () => {
    const { done, gates, take, pass, checkpoints } = start()
    take(0, 5)
    await pass(1000)
    take(5, 9)

    gates[0]?.open()
    await pass(0)
    const halfway = [...done]
    gates[1]?.open()
    await pass(0)

    expect(halfway).toEqual(['stage 0 begins at 5', 'stage 1 begins at 5'])
    expect(done).toEqual([...halfway, 'commit 5'])
    expect(checkpoints.committedOffset).toBe(5)
  })

  it('is alone: the next begins after its commit', async () => {
    const { done, gates, take, pass } = start()
    take(0, 5)
    await pass(1000)
    take(5, 9)
    await pass(60_000)
    const during = [...done]

    for (const gate of gates) gate.open()
    await pass(0)
    await pass(1000)

    expect(during).toEqual(['stage 0 begins at 5'])
    expect(done.filter((what) => what.startsWith('commit'))).toEqual(['commit 5', 'commit 9'])
  })

  it('waits longer as long as its run is far behind', async () => {
    const { done, take, pass } = start()
    take(0, 5, 1000)

    await pass(4999)
    const before = [...done]
    await pass(1)

    expect(before).toEqual([])
    expect(done).toEqual(['stage 0 begins at 5'])
  })

  it('begins at once when so much has changed that folding would have to wait', async () => {
    const { checkpointed, done, take, pass } = start()
    take(0, 5, 1000)

    checkpointed.isCrowded = true
    await pass(0)

    expect(done).toEqual(['stage 0 begins at 5'])
  })

  it('does not begin early, or without news', async () => {
    const { done, take, pass } = start()

    await pass(5000)
    take(0, 5)
    await pass(0)
    const afterQuiet = [...done]

    expect(afterQuiet).toEqual(['stage 0 begins at 5'])
  })

  it('is given up when its run ends', async () => {
    const { run, done, gates, take, pass } = start()
    take(0, 5)
    await pass(1000)

    run.end()
    for (const gate of gates) gate.open()
    await pass(5000)

    expect(done).toEqual(['stage 0 begins at 5'])
  })

  it('at the end waits for the one in flight and commits the rest', async () => {
    const { checkpoints, done, gates, take, pass } = start()
    take(0, 5)
    await pass(1000)
    take(5, 9)

    const finished = checkpoints.finish()
    for (const gate of gates) gate.open()
    await finished

    expect(done.filter((what) => what.startsWith('commit'))).toEqual(['commit 5', 'commit 9'])
  })

  it.each([
    ['is a trouble when it can be tried again', 'kafka.unreachable', true, 0],
    ['ends the worker when it cannot', 'kafka.refused', false, 1],
  ] as const)('whose commit fails %s', async (_, code, isTrouble, failureCount) => {
    const problem = new PipelineError({ code, message: 'x', action: 'y' })
    const { failures, gates, take, pass, trouble } = start({
      commit: () => Promise.reject(problem),
    })
    for (const gate of gates) gate.open()
    take(0, 5)
    await pass(1000)

    expect([trouble.report !== undefined, failures.length]).toEqual([isTrouble, failureCount])
  })
})
