import { z } from 'zod'
import { isProblemCode } from '../runtime/problem.ts'

/**
 * What a worker tells the process that supervises it, by its IPC channel: that its event loop turns,
 * where it answers for itself, and why it ends.
 */
export const WorkerMessage = z.union([
  z.object({ alive: z.literal(true) }),
  z.object({ url: z.string() }),
  z.object({ code: z.string().refine(isProblemCode) }),
])
export type WorkerMessage = z.infer<typeof WorkerMessage>

const signEveryMs = 1000

/** @returns false when nobody supervises this process */
export function tellSupervisor(message: WorkerMessage): boolean {
  if (process.send === undefined || !process.connected) return false
  // A supervisor that has just gone is noticed by the channel's end.
  process.send(message, () => undefined)
  return true
}

/** Shows the supervisor every second that this process is not stuck. @returns how to end that */
export function giveSignsOfLife(): () => void {
  const timer = setInterval(() => {
    tellSupervisor({ alive: true })
  }, signEveryMs)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}
