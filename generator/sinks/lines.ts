import { type OnSent, type OutgoingEvent, type Sink } from '../sink.ts'

/** The part of a stream that is needed; `process.stdout` and file streams are such. */
export interface Writable {
  write(text: string, onWritten: (error?: Error | null) => void): boolean
  on(name: 'error', listener: (error: Error & { code?: string }) => void): unknown
}

interface Limits {
  /** Characters that are written at once. */
  readonly chunkLength: number
  /** Longest time that an event waits for others. */
  readonly ageMs: number
}

interface LineSinkOptions {
  readonly stream: Writable
  /** Epoch ms. */
  readonly now: () => number
  /** What a failure of the stream is called; without, it is thrown as it is. */
  readonly toProblem?: (error: Error) => Error
  readonly limits?: Partial<Limits>
}

const defaultLimits: Limits = { chunkLength: 64 * 1024, ageMs: 10 }

/**
 * Writes `key TAB event` lines, as `kcat -P -K '\t' -X partitioner=murmur2_random` reads them (JSON
 * has no raw tab or line feed). A reader that is slow slows the writer; one that leaves, as `head`
 * does, closes the sink.
 */
export class LineSink implements Sink {
  readonly #stream: Writable
  readonly #now: () => number
  readonly #toProblem: (error: Error) => Error
  readonly #limits: Limits
  #chunk = ''
  #events: OutgoingEvent[] = []
  #onSent: OnSent = () => undefined
  #timer: NodeJS.Timeout | undefined
  #written: Promise<void> = Promise.resolve()
  #failure: Error | undefined
  #isOpen = true

  constructor({ stream, now, toProblem, limits }: LineSinkOptions) {
    this.#stream = stream
    this.#now = now
    this.#toProblem = toProblem ?? ((error) => error)
    this.#limits = { ...defaultLimits, ...limits }
    stream.on('error', (error) => {
      this.#fail(error)
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  observe(onSent: OnSent): void {
    this.#onSent = onSent
  }

  accept(event: OutgoingEvent): Promise<void> | undefined {
    this.#chunk += `${event.key}\t${event.value}\n`
    this.#events.push(event)
    if (this.#chunk.length >= this.#limits.chunkLength) return this.#write()
    this.#timer ??= setTimeout(() => void this.#write(), this.#limits.ageMs)
    return undefined
  }

  async flush(): Promise<void> {
    void this.#write()
    await this.#written
    if (this.#failure !== undefined) throw this.#failure
  }

  /** @returns what to wait for when the stream has had enough for now */
  #write(): Promise<void> | undefined {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#chunk === '' || !this.#isOpen) return undefined
    const events = this.#events
    const chunk = this.#chunk
    this.#chunk = ''
    this.#events = []
    const sentMs = this.#now()
    let settle: () => void = () => undefined
    this.#written = new Promise((resolve) => {
      settle = resolve
    })
    const isRoom = this.#stream.write(chunk, (error) => {
      if (error instanceof Error) this.#fail(error)
      else this.#onSent(events, sentMs)
      settle()
    })
    return isRoom ? undefined : this.#written
  }

  #fail(error: Error & { code?: string }): void {
    this.#isOpen = false
    clearTimeout(this.#timer)
    if (error.code !== 'EPIPE') this.#failure = this.#toProblem(error)
  }
}
