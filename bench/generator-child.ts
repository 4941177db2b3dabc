import { fork } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { bankActivity } from '../contracts/events/bank-activity.ts'
import { LineSink } from '../generator/sinks/lines.ts'
import { keepHeapSmall } from '../runtime/small-heap.ts'
import { foundedLoad, NullSink, sendFast } from './generator-load.ts'

/** A measurement that gets a process of its own. */
export interface ChildTask {
  readonly seed: number
  readonly customers: number
  readonly events: number
  /** Where to write the events as lines; undefined = nowhere. */
  readonly path?: string
}

/** What a process has measured. */
export interface ChildFigures {
  readonly eventsPerSecond: number
  readonly bytesPerEvent: number
  /** Of the process, from its start on. */
  readonly peakMiB: number
}

/**
 * Measures in a fresh process, so that one measurement leaves neither memory nor optimised code to
 * the next.
 *
 * @throws Error when the process ends without an answer
 */
export function measureInChild(task: ChildTask): Promise<ChildFigures> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(task)])
  return new Promise((resolve, reject) => {
    child.once('message', (figures) => {
      resolve(figures as ChildFigures)
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`a measurement ended with ${String(code)} before it answered`))
    })
  })
}

/** Fast enough that a day of the world has not passed at the end of a measurement. */
const perSecond = 100_000

async function measure({ path, ...task }: ChildTask): Promise<ChildFigures> {
  const { traffic } = foundedLoad({ ...task, perSecond, partitions: bankActivity.partitions })
  const stream = path === undefined ? undefined : createWriteStream(path)
  const sink = stream === undefined ? new NullSink() : new LineSink({ stream, now: Date.now })
  const eventsPerSecond = await sendFast(traffic, sink, task.events)
  stream?.end()
  if (stream !== undefined) await finished(stream)
  return {
    eventsPerSecond,
    bytesPerEvent: (stream?.bytesWritten ?? 0) / task.events,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }
}

const [, file, task] = process.argv
if (process.send !== undefined && file === fileURLToPath(import.meta.url) && task !== undefined) {
  keepHeapSmall()
  process.send(await measure(JSON.parse(task) as ChildTask))
  process.disconnect()
}
