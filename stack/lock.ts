import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withDiskProblems } from './disk.ts'
import { ProcessIdentity, identifySelf, isRunning } from './process-identity.ts'

/** Held until it is released or its process ends, however that ends. */
export interface Lock {
  release(): Promise<void>
}

type LockAttempt =
  | { readonly ok: true; readonly lock: Lock }
  | { readonly ok: false; readonly owner: ProcessIdentity | undefined }

/**
 * Takes the lock of a folder for this process, unless a running process has it.
 *
 * A lock file that is merely deleted and made again when it is stale can be won by two processes at
 * once. So the files are numbered and the highest number counts: whoever finds its owner gone
 * creates the next one, which succeeds for one process only (O_EXCL), and the highest is never
 * deleted, so that no number is given out twice.
 */
export async function acquireLock(folder: string): Promise<LockAttempt> {
  const self = await identifySelf()
  await mkdir(folder, { recursive: true })
  const highest = Math.max(0, ...(await lockNumbers(folder)))
  const owner = await ownerOf(lockFile(folder, highest))
  if (owner !== 'none') return busy(owner)
  const mine = highest + 1
  if (!(await createLock(lockFile(folder, mine), self))) return acquireLock(folder)
  return confirmLock(folder, mine)
}

/**
 * The running process that has the lock of a folder.
 *
 * @throws PipelineError `disk.not-writable` for a folder that may not even be read.
 */
export async function lockOwner(folder: string): Promise<ProcessIdentity | undefined> {
  const numbers = await withDiskProblems(folder, () => lockNumbers(folder))
  const highest = Math.max(0, ...numbers)
  const owner = await ownerOf(lockFile(folder, highest))
  return owner === 'none' || owner === 'being written' ? undefined : owner
}

/**
 * A number below the highest can become free again when its successor cleans up. Having created one
 * of those is not having the lock; a second look tells.
 */
async function confirmLock(folder: string, mine: number): Promise<LockAttempt> {
  const numbers = await lockNumbers(folder)
  const highest = Math.max(mine, ...numbers)
  if (highest > mine) {
    await rm(lockFile(folder, mine), { force: true })
    return busy(await ownerOf(lockFile(folder, highest)))
  }
  for (const number of numbers.filter((other) => other < mine)) {
    await rm(lockFile(folder, number), { force: true })
  }
  return { ok: true, lock: { release: () => releaseLock(lockFile(folder, mine)) } }
}

function busy(owner: Owner): LockAttempt {
  return { ok: false, owner: typeof owner === 'string' ? undefined : owner }
}

async function createLock(file: string, self: ProcessIdentity): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    await handle.writeFile(JSON.stringify(self))
    await handle.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** The file stays, because the highest number must; it just names nobody any more. */
async function releaseLock(file: string): Promise<void> {
  await writeFile(`${file}.released`, '{}')
  await rename(`${file}.released`, file)
}

type Owner = ProcessIdentity | 'none' | 'being written'

/** How long a file may be empty between its creation and its content. */
const writingMs = 2_000

async function ownerOf(file: string): Promise<Owner> {
  try {
    const content = await readFile(file, 'utf8')
    if (content === '') return await ownerOfEmpty(file)
    const identity = ProcessIdentity.safeParse(JSON.parse(content))
    return identity.success && (await isRunning(identity.data)) ? identity.data : 'none'
  } catch {
    // No such file, or one cut short by a full disk: nobody can have the lock by it.
    return 'none'
  }
}

async function ownerOfEmpty(file: string): Promise<Owner> {
  const { mtimeMs } = await stat(file)
  return Date.now() - mtimeMs < writingMs ? 'being written' : 'none'
}

async function lockNumbers(folder: string): Promise<number[]> {
  try {
    const names = await readdir(folder)
    return names.flatMap((name) => /^keeper\.(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function lockFile(folder: string, number: number): string {
  return join(folder, `keeper.${number}.json`)
}
