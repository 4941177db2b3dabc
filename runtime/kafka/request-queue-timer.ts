import { createRequire } from 'node:module'

/** The one version of kafkajs whose request queue is known to need, and to take, this correction. */
export const mendedVersion = '2.2.4'

interface RequestQueue {
  pending: unknown[]
  throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
  scheduleCheckPendingRequests(): void
}

/** How soon a request that waits for nothing but its turn is looked at again, in ms. */
const checkIntervalMs = 10

/**
 * Corrects the timer of kafkajs's request queue.
 *
 * As published, every answer schedules a look at the waiting requests, even when none waits and
 * nothing is throttled. The time until then is negative, which Node >= 23 reports as
 * TimeoutNegativeWarning; earlier ones make it 1 ms, and as each look schedules the next, every
 * idle connection wakes up a thousand times a second. Nothing needs to be scheduled while no
 * request waits: queueing one schedules the look (https://github.com/tulios/kafkajs/issues/1751).
 *
 * Idempotent. Another version is left as it is; the test then fails and asks for a fresh look.
 */
export function mendRequestQueueTimer(): void {
  const require = createRequire(import.meta.url)
  const { version } = require('kafkajs/package.json') as { version: string }
  if (version !== mendedVersion) return
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue }
  prototype.scheduleCheckPendingRequests = scheduleCheckPendingRequests
}

function scheduleCheckPendingRequests(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return
  const throttledMs = this.throttledUntil - Date.now()
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null
      this.checkPendingRequests()
    },
    throttledMs > 0 ? throttledMs : checkIntervalMs,
  )
}
