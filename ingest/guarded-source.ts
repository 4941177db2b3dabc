import {
  type Assignment,
  type InspectAssignments,
  type RecordReceiver,
  type RecordSource,
} from '../runtime/kafka/record-source.ts'
import { type LogGuard } from './log-guard.ts'

/** A source whose assignments are inspected before they begin, and whose commits are prepared. */
export class GuardedSource implements RecordSource {
  readonly #guard: LogGuard
  readonly #source: RecordSource
  #receiver: RecordReceiver | undefined

  constructor(guard: LogGuard, create: (inspect: InspectAssignments) => RecordSource) {
    this.#guard = guard
    this.#source = create((assignments, signal) => {
      const onAway: RecordReceiver['onAway'] = (problem) => this.#receiver?.onAway(problem)
      return guard.inspect(assignments, { signal, onAway })
    })
  }

  run(receiver: RecordReceiver): Promise<void> {
    this.#receiver = receiver
    return this.#source.run(receiver)
  }

  pause(assignment: Assignment): void {
    this.#source.pause(assignment)
  }

  resume(assignment: Assignment): void {
    this.#source.resume(assignment)
  }

  async commit(assignment: Assignment, offset: number, metadata: string): Promise<void> {
    await this.#guard.beforeCommit(assignment)
    await this.#source.commit(assignment, offset, metadata)
  }

  stopFetching(): void {
    this.#source.stopFetching()
  }

  close(): Promise<void> {
    return this.#source.close()
  }
}
