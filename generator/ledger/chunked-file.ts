import { type FileHandle, open } from 'node:fs/promises'
import { type PipelineError } from '../../runtime/problem.ts'
import { diskProblem } from '../../runtime/disk-problem.ts'

const chunkLength = 64 * 1024
/** Chunks under way from which on the writer is asked to wait. */
const chunksMax = 4

/** A new file of text that is written in chunks, in order. */
export class ChunkedFile {
  readonly #path: string
  readonly #file: FileHandle
  #text = ''
  #chunks = 0
  #tail: Promise<void> = Promise.resolve()
  #failure: PipelineError | undefined

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
  }

  /**
   * What the file held before is gone.
   *
   * @throws PipelineError `disk.not-writable` or `disk.full`
   */
  static async create(path: string): Promise<ChunkedFile> {
    try {
      return new ChunkedFile(path, await open(path, 'w'))
    } catch (error) {
      throw diskProblem(path, error)
    }
  }

  /**
   * @returns undefined, or what to wait for before more is written
   * @throws PipelineError `disk.not-writable` or `disk.full` when something could not be written
   */
  write(text: string): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure
    this.#text += text
    if (this.#text.length < chunkLength) return undefined
    this.#sendChunk()
    return this.#chunks < chunksMax ? undefined : this.#settled()
  }

  /** Resolves when everything is on the disk; rejects as `write` throws. The file is then closed. */
  async close(): Promise<void> {
    this.#sendChunk()
    try {
      await this.#settled()
      await this.#file.sync()
    } catch (error) {
      throw diskProblem(this.#path, error)
    } finally {
      await this.#file.close()
    }
  }

  #sendChunk(): void {
    const chunk = this.#text
    this.#text = ''
    this.#chunks += 1
    this.#tail = this.#tail.then(() => this.#append(chunk))
  }

  /** Never rejects: the failure is told by the next call. */
  async #append(chunk: string): Promise<void> {
    try {
      if (this.#failure === undefined) await this.#file.appendFile(chunk)
    } catch (error) {
      this.#failure = diskProblem(this.#path, error)
    }
    this.#chunks -= 1
  }

  async #settled(): Promise<void> {
    await this.#tail
    if (this.#failure !== undefined) throw this.#failure
  }
}
