import { join } from 'node:path'
import { inject } from 'vitest'
import { readTail } from '../stack/log-tail.ts'
import { pollUntil } from '../stack/poll.ts'

const linesShown = 15

/**
 * Asks again and again until there is an answer, instead of sleeping and hoping.
 *
 * @param what completes the sentence "waited for …".
 * @throws with the last lines of the servers' logs when there is none in time.
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  { deadlineMs = 15_000 }: { deadlineMs?: number } = {},
): Promise<T> {
  const answer = await pollUntil(probe, { deadlineMs, intervalMs: 50 })
  if (answer !== undefined) return answer
  throw new Error(`waited ${deadlineMs} ms for ${what}, in vain\n${await lastLines()}`)
}

async function lastLines(): Promise<string> {
  const logs = inject('stackLogs')
  const parts = ['kafka.log', 'elasticsearch.log'].map(async (name) => {
    const lines = (await readTail(join(logs, name))).trimEnd().split('\n')
    return [`--- ${name}`, ...lines.slice(-linesShown)].join('\n')
  })
  return (await Promise.all(parts)).join('\n')
}
