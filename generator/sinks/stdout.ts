import { type OutgoingEvent, type Sink } from '../sink.ts'

/** The part of a stream that is needed; `process.stdout` is one. */
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

const defaultLimits: Limits = { chunkLength: 64 * 1024, ageMs: 10 }

/**
 * Writes `key TAB event` lines, as `kcat -P -K '\t' -X partitioner=murmur2_random` reads them (JSON
 * has no raw tab or line feed). A reader that is slow slows the writer; one that leaves, as `head`
 * does, closes the sink.
 */
export class LineSink implements Sink {
  readonly #stream: Writable
  readonly #limits: Limits
  #chunk = ''
  #events: OutgoingEvent[] = []
  #onSent: (events: readonly OutgoingEvent[]) => void = () => undefined
  #timer: NodeJS.Timeout | undefined
  #written: Promise<void> = Promise.resolve()
  #failure: Error | undefined
  #isOpen = true

  constructor(stream: Writable, limits: Partial<Limits> = {}) {
    this.#stream = stream
    this.#limits = { ...defaultLimits, ...limits }
    stream.on('error', (error) => {
      this.#fail(error)
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  observe(onSent: (events: readonly OutgoingEvent[]) => void): void {
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
    let settle: () => void = () => undefined
    this.#written = new Promise((resolve) => {
      settle = resolve
    })
    const isRoom = this.#stream.write(chunk, (error) => {
      if (error instanceof Error) this.#fail(error)
      else this.#onSent(events)
      settle()
    })
    return isRoom ? undefined : this.#written
  }

  #fail(error: Error & { code?: string }): void {
    this.#isOpen = false
    clearTimeout(this.#timer)
    if (error.code !== 'EPIPE') this.#failure = error
  }
}
