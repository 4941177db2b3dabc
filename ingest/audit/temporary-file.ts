import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskProblem } from '../../runtime/disk-problem.ts'

/**
 * A file that nobody else sees and that is gone when it is closed or when the process ends, however
 * it ends: its name is taken away as soon as it is open.
 */
export class TemporaryFile {
  readonly #path: string
  readonly #descriptor: number
  #size = 0

  /** @throws PipelineError `disk.not-writable` or `disk.full`, as all of its methods */
  constructor(folder: string = tmpdir()) {
    this.#path = join(folder, 'tally-audit')
    this.#descriptor = this.#try(() => {
      const own = mkdtempSync(join(folder, 'tally-audit-'))
      try {
        return openSync(join(own, 'spilled'), 'wx+', 0o600)
      } finally {
        rmSync(own, { recursive: true })
      }
    })
  }

  get size(): number {
    return this.#size
  }

  /** @returns where it begins */
  append(bytes: Uint8Array): number {
    const begin = this.#size
    this.#try(() => {
      for (let written = 0; written < bytes.length;) {
        const rest = bytes.length - written
        written += writeSync(this.#descriptor, bytes, written, rest, begin + written)
      }
    })
    this.#size += bytes.length
    return begin
  }

  /** Bytes that were appended before. */
  read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length)
    this.#try(() => {
      for (let count = 0; count < length;) {
        const read = readSync(this.#descriptor, bytes, count, length - count, position + count)
        if (read === 0) throw new Error('a temporary file is shorter than what was written to it')
        count += read
      }
    })
    return bytes
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #try<Result>(action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      throw diskProblem(this.#path, error)
    }
  }
}
