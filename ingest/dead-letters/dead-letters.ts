import { deadLettersTopic } from '../../contracts/dead-letter.ts'
import { type Log } from '../../runtime/log.ts'
import { type Producer } from '../../runtime/kafka/producer.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type BulkOperation } from '../bulk-operation.ts'
import { type Clock } from '../clock.ts'
import { type DeadLetter, messageOf, operationOf, shortMessageOf } from './dead-letter-forms.ts'
import { type RetryLimits, retryWaitMs } from '../retry-wait.ts'
import { Trouble, type TroubleReport } from '../trouble.ts'
import { wait } from '../wait.ts'

export interface DeadLettersOptions {
  readonly producer: Pick<Producer, 'send'>
  /** Takes the documents; tells their receipts when they are durable. */
  readonly writer: { add(operation: BulkOperation): void }
  readonly indexVersion: number
  /** Of one send. */
  readonly limits: { readonly recordsMax: number; readonly bytesMax: number }
  readonly retry: RetryLimits
  readonly random: () => number
  readonly clock: Clock
  readonly log: Log
  readonly onFatal: (error: unknown) => void
}

/**
 * Puts refused records where they can be found: first the original bytes in the topic of dead
 * letters, acknowledged by all replicas, then the document in the index. The receipt is told after
 * both, so no offset is committed before.
 *
 * At least once in the topic, once in the index. A Kafka that is away is tried again for ever. A
 * record that it refuses as too large comes without its bytes, which the log has: no record may stop
 * a worker.
 */
export class DeadLetters {
  readonly #options: DeadLettersOptions
  readonly #trouble: Trouble
  readonly #closing = new AbortController()
  #waiting: DeadLetter[] = []
  #isSending = false

  constructor(options: DeadLettersOptions) {
    this.#options = options
    const what = `waiting for Kafka to take ${deadLettersTopic.name}`
    this.#trouble = new Trouble(what, { ...options, code: 'dead-letters-unsent' })
  }

  get troubles(): readonly TroubleReport[] {
    return this.#trouble.report === undefined ? [] : [this.#trouble.report]
  }

  add(letter: DeadLetter): void {
    this.#waiting.push(letter)
    if (this.#isSending) return
    this.#isSending = true
    void this.#sendAll()
  }

  /** Begins nothing more; receipts of what waits are never told. */
  close(): void {
    this.#closing.abort()
  }

  async #sendAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && !this.#closing.signal.aborted) {
        await this.#deliver(this.#nextBatch())
      }
    } catch (error) {
      this.#options.onFatal(error)
    } finally {
      this.#isSending = false
    }
  }

  #nextBatch(): readonly DeadLetter[] {
    const { recordsMax, bytesMax } = this.#options.limits
    let bytes = 0
    const isOver = ({ record }: DeadLetter, at: number) => {
      bytes += record.value?.length ?? 0
      return at === recordsMax || (at > 0 && bytes > bytesMax)
    }
    const end = this.#waiting.findIndex(isOver)
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end)
  }

  async #deliver(letters: readonly DeadLetter[]): Promise<void> {
    const { writer, indexVersion, retry, random } = this.#options
    for (let attempt = 1; !(await this.#hasSent(letters)); attempt += 1) {
      await wait(retryWaitMs(retry, attempt, random), this.#closing.signal)
      if (this.#closing.signal.aborted) return
    }
    for (const letter of letters) writer.add(operationOf(letter, indexVersion))
  }

  async #hasSent(letters: readonly DeadLetter[]): Promise<boolean> {
    try {
      await this.#send(letters)
      this.#trouble.end()
      return true
    } catch (error) {
      if (!(error instanceof PipelineError) || !error.retriable) throw error
      this.#trouble.begin(error.message)
      for (const { receipt } of letters) receipt.delayed()
      return false
    }
  }

  async #send(letters: readonly DeadLetter[]): Promise<void> {
    const { producer } = this.#options
    try {
      await producer.send(deadLettersTopic.name, letters.map(messageOf))
    } catch (error) {
      if (!isRejected(error)) throw error
      for (const letter of letters) await this.#sendAlone(letter)
    }
  }

  async #sendAlone(letter: DeadLetter): Promise<void> {
    const { producer } = this.#options
    try {
      await producer.send(deadLettersTopic.name, [messageOf(letter)])
    } catch (error) {
      if (!isRejected(error)) throw error
      await producer.send(deadLettersTopic.name, [shortMessageOf(letter)])
    }
  }
}

function isRejected(error: unknown): boolean {
  return error instanceof PipelineError && error.code === 'kafka.rejected'
}
