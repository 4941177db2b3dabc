import { PipelineError } from '../runtime/problem.ts'

/** A dashboard, panel or Timelion expression that cannot be used as it is written. */
export function invalidDashboard(
  message: string,
  {
    action = 'Correct it, or write the files anew with `tally dashboards build`.',
    cause,
  }: {
    readonly action?: string
    readonly cause?: unknown
  } = {},
): PipelineError {
  return new PipelineError({ code: 'dashboards.invalid', message, action, cause })
}
