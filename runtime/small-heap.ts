import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8 collect garbage before it takes half again as much as what is in use, instead of four
 * times as much: for processes whose data lies outside the heap. To be called before the work.
 *
 * @param growthPercent another share; the smaller it is, the more time is spent on it
 */
export function keepHeapSmall(growthPercent = 50): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`)
}

/** Of a worker, whose states are in the heap: half would cost it a quarter of its speed. */
export const workerHeapGrowthPercent = 80

/**
 * How a child is started whose memory is to stay small; all of this is read at its start only.
 *
 * - Half as large a space for young objects is emptied twice as often, and with it the buffers
 *   outside the heap that dead objects hold: of a worker 8 MB a fetch.
 * - glibc would keep such buffers among the small ones once one was freed, and hand back to the
 *   system what happens to lie at the end (mallopt(3), M_MMAP_THRESHOLD). Elsewhere this is ignored.
 */
export const smallMemory = {
  nodeArguments: ['--max-semi-space-size=8'],
  environment: { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' }, // prettier-ignore
} as const
