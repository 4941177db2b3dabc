import { type PortWish } from './ports.ts'

/** How one kind of server is started and recognised; the rest is the same for both. */
export interface ServerPlan {
  readonly name: ServerName
  readonly title: 'Kafka' | 'Elasticsearch'
  readonly portWish: PortWish
  /** Its own log, and what its JVM prints. */
  readonly logFile: string
  readonly outputFile: string
  /** The setting of its heap, for the sentence that says it is too large. */
  readonly heapSetting: string
  /** Working folder of the process. */
  readonly folder: string
  /** Its loaded classes, kept from an earlier run for a faster start; need not be there. */
  readonly classArchive: string
  /**
   * Brings data and configuration into order and returns the words after `java`.
   *
   * @throws PipelineError `stack.data-damaged` when the data folder cannot be what a server left.
   */
  prepare(port: number): Promise<readonly string[]>
  /** Whether that very process serves clients. Answers within about a second; never throws. */
  isHealthy(port: number, pid: number): Promise<boolean>
  /** What its log says when it cannot read its data. */
  readonly damage: RegExp
}

export type ServerName = 'kafka' | 'elasticsearch'
