import { type z } from 'zod'
import { expectationOf } from '../runtime/expectation.ts'
import { packageVersion } from '../runtime/paths.ts'
import { type SettingsResult } from '../runtime/settings.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { type Command, type ListedCommand, loadCommand } from './command.ts'
import { findCommand, isGroup, membersOf } from './command-tree.ts'
import { type CommandLine, isFlag, parseCommandLine } from './command-line.ts'
import { flagsOf, optionOf } from './flags.ts'
import { commandHelp, groupHelp, programHelp, settingsHelp } from './help.ts'
import { wrongUsage } from './wrong-usage.ts'

interface Surroundings {
  readonly terminal: Terminal
  readonly signal: AbortSignal
  readonly readSettings: () => SettingsResult
}

/**
 * Runs one `tally` command line and resolves to its exit status.
 *
 * Help that was asked for, by `--help`, `help` or a line that ends before a command is named, goes
 * to stdout. Flags, operands and settings are all checked before anything happens, and every
 * problem is said at once. Only the command that is asked for is loaded.
 *
 * @throws PipelineError `usage.invalid` (exit 2) with one problem a line; what the command throws.
 */
export async function runTally(
  words: readonly string[],
  commands: readonly ListedCommand[],
  surroundings: Surroundings,
): Promise<number> {
  const { terminal } = surroundings
  const answer = await answerTo(words, commands)
  if (answer !== undefined) {
    terminal.print(answer)
    return 0
  }
  const { command: listed, rest } = findCommand(words, commands)
  const command = await loadCommand(listed)
  if (asksForHelp(rest)) {
    terminal.print(commandHelp(command))
    return 0
  }
  return runCommand(command, rest, surroundings)
}

/** What is printed for lines that ask about `tally` itself. */
async function answerTo(
  words: readonly string[],
  commands: readonly ListedCommand[],
): Promise<string | undefined> {
  const [first, ...topic] = words
  if (first === '--version' || first === '-V') return packageVersion
  if (first === undefined || first === '--help' || first === '-h') return programHelp(commands)
  if (first === 'help') return helpAbout(topic, commands)
  const asked = words.filter((word) => !isFlag(word))
  return isGroup(asked, commands) && (asked.length === words.length || asksForHelp(words))
    ? groupHelp(asked.join(' '), membersOf(asked, commands))
    : undefined
}

async function helpAbout(
  topic: readonly string[],
  commands: readonly ListedCommand[],
): Promise<string> {
  if (topic.length === 0) return programHelp(commands)
  if (topic.join(' ') === 'settings') return settingsHelp()
  if (isGroup(topic, commands)) return groupHelp(topic.join(' '), membersOf(topic, commands))
  return commandHelp(await loadCommand(findCommand(topic, commands).command))
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  const options = end === -1 ? words : words.slice(0, end)
  return options.includes('--help') || options.includes('-h')
}

async function runCommand(
  command: Command,
  words: readonly string[],
  { terminal, signal, readSettings }: Surroundings,
): Promise<number> {
  const line = parseCommandLine(words, flagsOf(command))
  const flags = command.flags.safeParse(line.flags)
  const settings = readSettings()
  const ofLine = [
    ...line.problems,
    ...operandProblems(command, line),
    ...flagProblems(line, flags.error?.issues ?? []),
  ]
  const problems = [...ofLine, ...(settings.ok ? [] : settings.problems)]
  if (problems.length > 0 || !flags.success || !settings.ok) {
    const topic = ofLine.length === 0 ? 'settings' : command.name
    throw wrongUsage(problems, `tally help ${topic}`)
  }
  const input = { flags: flags.data, operands: line.operands }
  return command.run(input, { settings: settings.settings, terminal, signal })
}

function operandProblems(command: Command, { operands }: CommandLine): string[] {
  const expected = command.operands ?? []
  const missing = expected.slice(operands.length).filter(({ isRequired }) => isRequired)
  return [
    ...operands.slice(expected.length).map((word) => `${word}: an operand that is not expected`),
    ...missing.map(({ name, meaning }) => `<${name}>: missing; expected ${meaning}`),
  ]
}

function flagProblems(line: CommandLine, issues: readonly z.core.$ZodIssue[]): string[] {
  return issues.flatMap((issue, at) => {
    const [key] = issue.path
    if (typeof key !== 'string') return [issue.message]
    // What is wrong with a value at first sight is wrong in other ways too.
    if (issues.findIndex(({ path }) => path[0] === key) < at) return []
    const option = optionOf(key)
    const came = line.flags[key]
    // A flag without its value is among the problems of the line already.
    if (line.problems.some((problem) => problem.startsWith(`${option}:`))) return []
    const got = came === undefined ? 'it is missing' : `got ${JSON.stringify(came)}`
    return [`${option}: ${expectationOf(issue)}; ${got}`]
  })
}
