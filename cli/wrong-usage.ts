import { PipelineError } from '../runtime/problem.ts'

/** Everything that is wrong with a command line and its settings, in one failure. */
export function wrongUsage(problems: readonly string[], help: string): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message:
      problems.length === 1
        ? (problems[0] ?? '')
        : `${problems.length} problems:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    action: `Run \`${help}\` for what is expected.`,
  })
}
