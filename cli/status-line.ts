import { type PaceStats } from '../generator/pace.ts'
import { lagOf, type WorkerStats } from '../ingest/worker-stats.ts'

/** What a person who watches wants to know, in one line of 80 columns. */
export function statusLine(worker: WorkerStats | undefined, generator?: PaceStats): string {
  const sent = generator === undefined ? [] : [`${count(generator.perSecond)} events/s sent`]
  if (worker === undefined) return [...sent, 'the worker starts'].join(' · ')
  const { outcomes, documents, troubles } = worker
  return [
    ...sent,
    `${count(outcomes.consumed)} in`,
    `${count(documents.written + documents.alreadyThere)} documents`,
    `lag ${count(lagOf(worker))}`,
    `${count(outcomes.deadLettered)} dead letters`,
    ...troubles.map(({ what }) => what),
  ].join(' · ')
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
