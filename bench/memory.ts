import { createAdmin } from '../runtime/kafka/admin.ts'
import { appendHistory, committedOf, endOf } from './backlog.ts'
import { onBenchStack } from './bench-stack.ts'
import { startMeasuredWorker } from './worker-child.ts'

/** Each customer is registered and opens an account, or two; then they live. */
const customers = 1_000_000
const events = 3_000_000
const loadSeconds = 300
const sampleMs = 5000

/**
 * How much memory does a worker take under full load, and does it grow? A million keys go through
 * caches that hold a small part of them.
 */
export function benchMemory(say: (text: string) => void): Promise<object> {
  return onBenchStack(say, async ({ servers, connection }) => {
    say(`appending ${events.toLocaleString('en')} events of ${customers.toLocaleString('en')} customers`) // prettier-ignore
    await appendHistory(connection, { events, customers })
    const admin = await createAdmin(connection)
    const groupId = 'bench-memory'
    const worker = startMeasuredWorker({ servers, groupId })
    const end = await endOf(admin)
    const samples: number[] = []
    const startedAt = performance.now()
    let committed = 0
    while (performance.now() - startedAt < loadSeconds * 1000 && committed < end) {
      await new Promise((resolve) => setTimeout(resolve, sampleMs))
      committed = await committedOf(admin, groupId)
      const rss = worker.figures?.rssMiB ?? 0
      samples.push(rss)
      say(`${Math.round((performance.now() - startedAt) / 1000)} s: ${Math.round(rss)} MiB, ${committed.toLocaleString('en')} events`) // prettier-ignore
    }
    const seconds = (performance.now() - startedAt) / 1000
    await worker.stop()
    await admin.close()
    return { runs: 1, eventsPerSecond: committed / seconds, seconds, ...growthOf(samples) }
  })
}

/** The largest of the first and of the second half, after a start of a tenth. */
function growthOf(samples: readonly number[]) {
  const warm = samples.slice(Math.ceil(samples.length / 10))
  const middle = Math.floor(warm.length / 2)
  const [firstHalfMiB, secondHalfMiB] = [warm.slice(0, middle), warm.slice(middle)].map((half) => Math.round(Math.max(...half))) // prettier-ignore
  return { peakMiB: Math.round(Math.max(...samples)), firstHalfMiB, secondHalfMiB }
}
