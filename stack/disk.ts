import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PipelineError } from '../runtime/problem.ts'

/** Less than this is not worth a start: Elasticsearch alone stops taking writes at 256 MiB. */
const freeBytesMin = 1024 ** 3

/**
 * Makes sure that the servers will be able to write below a folder, before anything is started.
 *
 * @throws PipelineError `disk.not-writable` or `disk.full`.
 */
export async function checkDisk(folder: string, freeBytes = freeBytesOf): Promise<void> {
  await withDiskProblems(folder, async () => {
    await mkdir(folder, { recursive: true })
    const trial = join(folder, `.trial-${process.pid}`)
    await writeFile(trial, 'x')
    await rm(trial)
  })
  const free = await freeBytes(folder)
  if (free < freeBytesMin) throw diskFull(folder, `has ${Math.floor(free / 1024 ** 2)} MiB free`)
}

/** Runs file work and says what to do when the disk refuses it. */
export async function withDiskProblems<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toDiskProblem(folder, error) ?? error
  }
}

export function diskFull(folder: string, finding: string, cause?: unknown): PipelineError {
  return new PipelineError({
    code: 'disk.full',
    message: `The disk of ${folder} ${finding}; the embedded servers need 1 GiB.`,
    action: 'Make room, or set TALLY_HOME to a folder on another disk.',
    cause,
  })
}

function toDiskProblem(folder: string, error: unknown): PipelineError | undefined {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (['ENOSPC', 'EDQUOT'].includes(code)) return diskFull(folder, 'is full', error)
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) return undefined
  return new PipelineError({
    code: 'disk.not-writable',
    message: `The folder ${folder} cannot be written (${code}).`,
    action: 'Make it writable for this user, or set TALLY_HOME to another folder.',
    cause: error,
  })
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
