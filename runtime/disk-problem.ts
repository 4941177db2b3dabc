import { PipelineError } from './problem.ts'

/** What to say when a file of the user's cannot be written. */
export function diskProblem(path: string, error: unknown): PipelineError {
  if (error instanceof PipelineError) return error
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new PipelineError({
    code: isFull ? 'disk.full' : 'disk.not-writable',
    message: `The file ${path} cannot be written: ${reasons[code] ?? code}.`,
    action: isFull ? 'Make room on the disk.' : 'Name a file in a folder that can be written to.',
    cause: error,
  })
}

/** In words where the code is not the word of everybody. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there (EACCES)',
  EISDIR: 'it is a folder (EISDIR)',
  ENOENT: 'its folder does not exist (ENOENT)',
  ENOSPC: 'no space is left (ENOSPC)',
  ENOTDIR: 'a part of its path is not a folder (ENOTDIR)',
  EROFS: 'the file system is read-only (EROFS)',
}
