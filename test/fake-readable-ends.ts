import { PipelineError } from '../runtime/problem.ts'
import { type ReadableEnds } from '../runtime/kafka/readable-ends.ts'

/** Where the partitions of a topic end, as the test says; or a Kafka that does not answer. */
export class FakeReadableEnds implements ReadableEnds {
  isAway = false
  isClosed = false
  readonly #topic: string
  readonly #ends = new Map<string, number>()

  constructor(topic: string) {
    this.#topic = topic
  }

  set(partition: number, end: number): void {
    this.#ends.set(`${this.#topic}/${partition}`, end)
  }

  read(): Promise<ReadonlyMap<string, number>> {
    return this.isAway ? Promise.reject(away()) : Promise.resolve(this.#ends)
  }

  close(): Promise<void> {
    this.isClosed = true
    return Promise.resolve()
  }
}

function away(): PipelineError {
  return new PipelineError({
    code: 'kafka.unreachable',
    message: 'Kafka does not tell where the log ends, says the test.',
    action: 'Nothing: this is a test.',
  })
}
