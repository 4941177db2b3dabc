import { open } from 'node:fs/promises'
import { diskProblem } from '../../runtime/disk-problem.ts'
import { LineSink } from './lines.ts'

/** A sink into a file of its own. */
export interface FileSink {
  readonly sink: LineSink
  /** To be called after `flush`; what was written is then on the disk. */
  close(): Promise<void>
}

/**
 * Writes `key TAB event` lines into a file; what it held before is gone.
 *
 * @throws PipelineError `disk.not-writable` or `disk.full`, here and by the sink
 */
export async function openFileSink(path: string, now: () => number): Promise<FileSink> {
  const toProblem = (error: unknown) => diskProblem(path, error)
  const file = await open(path, 'w').catch((error: unknown) => {
    throw toProblem(error)
  })
  const stream = file.createWriteStream({ flush: true })
  return {
    sink: new LineSink({ stream, now, toProblem }),
    close: () =>
      new Promise((resolve, reject) => {
        stream.once('close', resolve)
        stream.once('error', (error) => {
          reject(toProblem(error))
        })
        stream.end()
      }),
  }
}
