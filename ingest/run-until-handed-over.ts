import { PipelineError } from '../runtime/problem.ts'
import { type VersionStore } from './setup/index-version.ts'
import { type Worker } from './stream-worker.ts'
import { whenHandedOver } from './version-watch.ts'

interface Options {
  readonly store: VersionStore
  /** Of the worker. */
  readonly indexVersion: number
  readonly signal: AbortSignal
  /** Between two looks at the meta document; a second unless it is given. */
  readonly everyMs?: number
}

/**
 * Runs a worker until the signal is aborted, or a newer index version takes over. Either way it has
 * finished a checkpoint and left its group.
 *
 * @throws what the worker throws, and PipelineError `index.replaced` when nothing is known of its
 * index version any more
 */
export async function runUntilHandedOver(
  worker: Pick<Worker, 'run'>,
  { store, indexVersion, signal, ...pace }: Options,
): Promise<'stopped' | 'handed over'> {
  const leaving = new AbortController()
  const until = AbortSignal.any([signal, leaving.signal])
  const watching = whenHandedOver(indexVersion, { ...pace, store, signal: until }).finally(() => {
    leaving.abort()
  })
  // It ends with the worker, by its signal; otherwise it is asked below.
  watching.catch(() => undefined)
  try {
    await worker.run(until)
  } catch (error) {
    if (error instanceof PipelineError && error.code === 'index.handed-over') return 'handed over'
    throw error
  } finally {
    leaving.abort()
  }
  if (signal.aborted) return 'stopped'
  await watching
  return 'handed over'
}
