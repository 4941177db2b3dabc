import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { pollUntil } from './poll.ts'

/**
 * A process, told apart from a later one that was given the same number.
 *
 * `startedAt` is opaque: what the operating system says about when the process began. On Linux that
 * is the boot's id and clock ticks since boot, elsewhere the date that `ps` prints.
 */
export const ProcessIdentity = z.object({ pid: z.int().positive(), startedAt: z.string().min(1) })
export type ProcessIdentity = z.infer<typeof ProcessIdentity>

/** The identity of a running process; undefined when there is none, or only its remains (a zombie). */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = process.platform === 'linux' ? await startOnLinux(pid) : await startByPs(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

/** The identity of this process. */
export async function identifySelf(): Promise<ProcessIdentity> {
  const self = await identify(process.pid)
  if (self === undefined) throw new Error('the operating system does not show this process')
  return self
}

/** Whether that very process still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.startedAt === identity.startedAt
}

/** Signals that very process, never one that got its number later. */
export async function signalProcess(
  identity: ProcessIdentity,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<void> {
  if (!(await isRunning(identity))) return
  try {
    process.kill(identity.pid, signal)
  } catch (error) {
    // It ended in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Waits for the end of a process. @returns whether it ended in time. */
export async function waitForEnd(identity: ProcessIdentity, deadlineMs: number): Promise<boolean> {
  const ended = await pollUntil(async () => ((await isRunning(identity)) ? undefined : true), {
    deadlineMs,
    intervalMs: 50,
  })
  return ended ?? false
}

async function startOnLinux(pid: number): Promise<string | undefined> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return parseProcStat(await readFile(`/proc/${pid}/stat`, 'utf8'), boot.trim())
  } catch {
    return undefined
  }
}

/** The second field is the program's name in parentheses, which may itself contain both kinds. */
export function parseProcStat(stat: string, boot: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const state = fields[0] ?? 'X'
  const ticks = fields[19]
  return 'ZXx'.includes(state) || ticks === undefined ? undefined : `${boot}:${ticks}`
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'state=,lstart=', '-p', `${pid}`])
    const [state = 'Z', ...start] = stdout.trim().split(/\s+/)
    return state.startsWith('Z') || start.length === 0 ? undefined : start.join(' ')
  } catch {
    return undefined
  }
}
