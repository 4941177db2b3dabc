/**
 * Everything that can go wrong in operation, by code.
 *
 * The codes are a closed set because they become metric labels and the names of runbooks
 * (docs/runbooks/). To add a kind of failure, add a row and a runbook, not a class.
 *
 * - `exit`: the status with which `tally` ends when nobody handles it (2 = wrong usage, 70 = the
 *   watchdog gave up, 1 = failed).
 * - `retriable`: whether the same call may succeed later without anyone doing anything.
 */
const problems = {
  'usage.invalid': { exit: 2, retriable: false },
  'stack.java-missing': { exit: 1, retriable: false },
  'stack.maven-missing': { exit: 1, retriable: false },
  'stack.download-failed': { exit: 1, retriable: true },
  'stack.port-taken': { exit: 1, retriable: false },
  'stack.busy': { exit: 1, retriable: true },
  'stack.start-failed': { exit: 1, retriable: false },
  'stack.stop-failed': { exit: 1, retriable: false },
  'stack.data-damaged': { exit: 1, retriable: false },
  'disk.full': { exit: 1, retriable: false },
  'disk.not-writable': { exit: 1, retriable: false },
  'kafka.unreachable': { exit: 1, retriable: true },
  'kafka.refused': { exit: 1, retriable: false },
  'kafka.topic-missing': { exit: 1, retriable: false },
  'kafka.rejected': { exit: 1, retriable: false },
  'kafka.records-missing': { exit: 1, retriable: false },
  'log.replaced': { exit: 1, retriable: false },
  'index.replaced': { exit: 1, retriable: false },
  'index.handed-over': { exit: 1, retriable: false },
  'rebuild.not-relieved': { exit: 1, retriable: false },
  'elasticsearch.unreachable': { exit: 1, retriable: true },
  'elasticsearch.refused': { exit: 1, retriable: false },
  'elasticsearch.rejected': { exit: 1, retriable: false },
  'kibana.unreachable': { exit: 1, retriable: true },
  'kibana.refused': { exit: 1, retriable: false },
  'kibana.rejected': { exit: 1, retriable: false },
  'dashboards.invalid': { exit: 1, retriable: false },
  'setup.differs': { exit: 1, retriable: false },
  'repair.workers-active': { exit: 1, retriable: false },
  'retention.not-ready': { exit: 1, retriable: true },
  'worker.ended': { exit: 1, retriable: false },
  'worker.stalled': { exit: 70, retriable: false },
  interrupted: { exit: 130, retriable: false },
} as const satisfies Record<string, { exit: number; retriable: boolean }>

export type ProblemCode = keyof typeof problems
export const problemCodes = Object.keys(problems) as readonly ProblemCode[]

/** For a failure that comes from another process, and so as text. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code)
}

interface Problem {
  readonly code: ProblemCode
  /** One sentence: what was expected and what came. */
  readonly message: string
  /** One sentence: what the reader can do about it. */
  readonly action: string
  /** Bounded facts for logs; never secrets and never personal data. */
  readonly context?: Readonly<Record<string, string | number | boolean>>
  readonly cause?: unknown
}

/**
 * A failure of the world around the program (a server, a disk, a setting), never a bug.
 *
 * Anything else that is thrown is a bug and ends the process with its stack.
 */
export class PipelineError extends Error {
  override readonly name = 'PipelineError'
  readonly code: ProblemCode
  readonly action: string
  readonly context: Readonly<Record<string, string | number | boolean>>
  /** Called `retriable` because that is the field which kafkajs's own retrier reads. */
  readonly retriable: boolean

  constructor({ code, message, action, context = {}, cause }: Problem) {
    super(message, cause === undefined ? {} : { cause })
    this.code = code
    this.action = action
    this.context = context
    this.retriable = problems[code].retriable
  }

  get exitCode(): number {
    return problems[this.code].exit
  }
}
