import { open, stat } from 'node:fs/promises'
import { type ServerPlan } from './server-plan.ts'

/** Enough for the stack trace of a server that could not start. */
const tailBytesMax = 256 * 1024

/** The size of a file now, to read later only what was added to it. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0
  }
}

/** What was appended to a file since it had `from` bytes; all of it when it was begun anew. */
export async function readTail(file: string, from = 0): Promise<string> {
  const size = await sizeOf(file)
  const start = Math.max(0, from <= size ? from : 0, size - tailBytesMax)
  if (size === start) return ''
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(size - start),
      position: start,
    })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** The last lines that a server and its JVM wrote. */
export async function readEndOfLogs(plan: ServerPlan): Promise<string> {
  const size = await sizeOf(plan.logFile)
  return (await readTail(plan.outputFile)) + (await readTail(plan.logFile, size - 16 * 1024))
}
