import { PipelineError } from '../runtime/problem.ts'
import { diskFull } from './disk.ts'
import { type ServerPlan } from './server-plan.ts'

/**
 * Why a server did not start.
 *
 * `port` and `lock` may pass: somebody took the port since it was looked for; the server's killed
 * predecessor still has its data folder.
 */
export type StartFailure =
  | { readonly kind: 'port' | 'lock'; readonly problem: PipelineError }
  | { readonly kind: 'other'; readonly problem: PipelineError }

/** Reads the reason out of what a server wrote before it ended with `end`. */
export function explainFailure(plan: ServerPlan, end: string, written: string): StartFailure {
  const said = lastWord(written)
  const because = said === undefined ? '' : `: ${said}`
  if (/Address already in use|BindException|BindHttpException/.test(written)) {
    return { kind: 'port', problem: failed(plan, 'found its port taken', because) }
  }
  if (/failed to obtain node locks|Failed to acquire lock on file/.test(written)) {
    return { kind: 'lock', problem: lockTaken(plan) }
  }
  return { kind: 'other', problem: explainLasting(plan, end, written, because) }
}

/** Why a server that had been running ended with `end`; its log is full of harmless exceptions. */
export function explainEnd(plan: ServerPlan, end: string, written: string): PipelineError {
  if (/No space left on device/.test(written)) return diskFull(plan.folder, 'is full')
  if (/OutOfMemoryError/.test(written)) return heapTooSmall(plan)
  return failed(plan, end, '')
}

function explainLasting(
  plan: ServerPlan,
  end: string,
  written: string,
  because: string,
): PipelineError {
  if (/No space left on device/.test(written)) return diskFull(plan.folder, 'is full')
  if (/Could not reserve enough space|Cannot allocate memory/.test(written)) return heapTooBig(plan)
  if (/OutOfMemoryError/.test(written)) return heapTooSmall(plan)
  if (plan.damage.test(written))
    return dataDamaged(plan, `${plan.title} cannot read its data`, because)
  return failed(plan, end, because)
}

/** A data folder that no server can be started on. */
export function dataDamaged(plan: ServerPlan, finding: string, because = ''): PipelineError {
  return new PipelineError({
    code: 'stack.data-damaged',
    message: `${finding}${because}`,
    action: `Run \`tally stack reset\` to start with empty servers; the log is ${plan.logFile}`,
  })
}

function failed(plan: ServerPlan, end: string, because: string): PipelineError {
  return new PipelineError({
    code: 'stack.start-failed',
    message: `${plan.title} ${end}${because}`,
    action: `Its logs are ${plan.logFile} and ${plan.outputFile}`,
  })
}

function lockTaken(plan: ServerPlan): PipelineError {
  return new PipelineError({
    code: 'stack.busy',
    message: `Another process uses the data folder of ${plan.title} in ${plan.folder}.`,
    action: 'End that process, or set TALLY_HOME to a folder of its own for this stack.',
  })
}

function heapTooBig(plan: ServerPlan): PipelineError {
  return new PipelineError({
    code: 'stack.start-failed',
    message: `This machine has too little memory for the heap of ${plan.title}.`,
    action: `Set ${plan.heapSetting} to a smaller number.`,
  })
}

function heapTooSmall(plan: ServerPlan): PipelineError {
  return new PipelineError({
    code: 'stack.start-failed',
    message: `${plan.title} ran out of memory.`,
    action: `Set ${plan.heapSetting} to a larger number.`,
  })
}

/** The last line that looks like a reason: an exception or an error, not its stack. */
function lastWord(written: string): string | undefined {
  const lines = written.split('\n').map((line) => line.trim())
  const reason = lines.findLast((line) =>
    /(Exception|Error)\b.*: |^Caused by: |\bFATAL\b/.test(line),
  )
  // Without time, level, thread and logger.
  return reason?.replace(/^\d{4}-\S+ \w+ +\[[^\]]*\] \w+: (Caused by: )?/, '').slice(0, 300)
}
