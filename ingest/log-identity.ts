import { createHash } from 'node:crypto'
import { type LogRecord } from '../contracts/processor.ts'

/**
 * What tells a record from every other one of its partition, also from one that has its offset in
 * a topic that was made anew: `1:4711:1767571200000:` and 128 bits of the SHA-256 of its value.
 *
 * Nothing of the record can be read from it. The number in front is the version of this form.
 */
export function identityOf({ offset, appendTime, value }: LogRecord): string {
  const hash = createHash('sha256')
    .update(value === null ? 'null' : 'value')
    .update(value ?? '')
    .digest('hex')
  return `1:${offset}:${appendTime}:${hash.slice(0, 32)}`
}

/** The offset of the record that is named; undefined for anything else, such as an older commit. */
export function offsetIn(identity: string): number | undefined {
  const [, offset] = /^1:(\d{1,16}):\d{1,16}:[0-9a-f]{32}$/.exec(identity) ?? []
  return offset === undefined ? undefined : Number(offset)
}

/** A partition of a topic. */
export interface PartitionOfLog {
  readonly topic: string
  readonly partition: number
}

/** With which record each partition began when the indices were first filled from it. */
export interface LogIdentities {
  /**
   * The identity of a partition's first record; undefined when the indices know none.
   *
   * @throws PipelineError `setup.differs` when the indices are another fold's; `index.replaced`
   * when nothing is known of any log; `index.handed-over` when they are not to be filled any more;
   * `elasticsearch.…`
   */
  read(): Promise<(of: PartitionOfLog) => string | undefined>
  /**
   * Writes the identity, unless one is there already. Safe when several workers do it at once.
   *
   * @returns the one that is there now
   * @throws PipelineError as `read` does
   */
  remember(of: PartitionOfLog, identity: string): Promise<string>
}
