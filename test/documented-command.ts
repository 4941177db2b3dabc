import { parseCommandLine } from '../cli/command-line.ts'
import { findCommand, isGroup } from '../cli/command-tree.ts'
import { loadCommand } from '../cli/command.ts'
import { commands as listed } from '../cli/commands.ts'
import { flagsOf } from '../cli/flags.ts'
import { PipelineError } from '../runtime/problem.ts'

const commands = await Promise.all(listed.map(loadCommand))

/**
 * What is wrong with a `tally` command that a page names; undefined where `tally` takes it.
 *
 * Held against the commands themselves: name, options, values, number of operands. What is required
 * may be left out, as a page may speak of a part.
 *
 * @param words after `tally`.
 */
export function tallyProblem(words: readonly string[]): string | undefined {
  const [first = '', ...rest] = words
  if (['--help', '--version'].includes(first)) return undefined
  if (first === 'help') return isAboutAll(rest) ? undefined : tallyProblem(rest)
  if (isGroup(words, commands)) return undefined
  try {
    return problemOfCommand(words)
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    return error.message
  }
}

function isAboutAll([topic]: readonly string[]): boolean {
  return topic === undefined || topic === 'settings'
}

function problemOfCommand(words: readonly string[]): string | undefined {
  const { command, rest } = findCommand(words, commands)
  const asked = rest.filter((word) => word !== '--help')
  const { flags, operands, problems } = parseCommandLine(asked, flagsOf(command))
  const parsed = command.flags.partial().safeParse(flags)
  const operandsMax = command.operands?.length ?? 0
  if (operands.length > operandsMax) return `takes ${operandsMax} operands, got ${operands.length}`
  return [...problems, ...(parsed.error?.issues.map(({ message }) => message) ?? [])].at(0)
}
