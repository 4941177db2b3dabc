import { Command as CommanderCommand, CommanderError, Option } from 'commander'
import { z } from 'zod'
import { packageVersion } from '../runtime/paths.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type SettingsResult } from '../runtime/settings.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { type Command } from './command.ts'

interface Surroundings {
  readonly terminal: Terminal
  readonly signal: AbortSignal
  readonly readSettings: () => SettingsResult
}

/**
 * Runs one `tally` command line and resolves to its exit status.
 *
 * Flags, operands and settings are all checked before anything happens, and every problem is said
 * at once.
 *
 * @throws PipelineError `usage.invalid` (exit 2) with one problem a line.
 */
export async function runTally(
  words: readonly string[],
  commands: readonly Command[],
  surroundings: Surroundings,
): Promise<number> {
  let status = 0
  const program = createProgram(surroundings.terminal)
  for (const command of commands) {
    addCommand(program, command, async (flags, operands) => {
      const input = checkInput(command, flags, operands)
      const settings = surroundings.readSettings()
      const problems = [...input.problems, ...(settings.ok ? [] : settings.problems)]
      if (problems.length > 0 || !settings.ok) throw wrongUsage(command.name, problems)
      const { terminal, signal } = surroundings
      status = await command.run(input, { settings: settings.settings, terminal, signal })
    })
  }
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    return statusOfCommander(error)
  }
  return status
}

function createProgram(terminal: Terminal): CommanderCommand {
  const program = new CommanderCommand('tally')
  return program
    .description('Real-time transaction analytics: Kafka in, live dashboards out.')
    .version(packageVersion)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd())
      },
      writeErr: (text) => {
        terminal.say(text.trimEnd())
      },
    })
    .showHelpAfterError('Run `tally --help` for the commands.')
}

type Action = (flags: Record<string, unknown>, operands: string[]) => Promise<void>

function addCommand(program: CommanderCommand, command: Command, action: Action): void {
  const words = command.name.split(' ')
  const own = words.pop() ?? command.name
  const group = words.reduce(findOrAddGroup, program)
  const made = group
    .command(own)
    .description(command.summary)
    .allowUnknownOption()
    .allowExcessArguments()
    .usage(usageOf(command))
    .addHelpText('after', helpTail(command))
  for (const [name, schema] of Object.entries(command.flags.shape)) {
    made.addOption(toOption(name, schema as z.ZodType))
  }
  made.action(async () => {
    await action(made.opts(), made.args)
  })
}

function findOrAddGroup(parent: CommanderCommand, name: string): CommanderCommand {
  const existing = parent.commands.find((candidate) => candidate.name() === name)
  return existing ?? parent.command(name).description(`Commands about the ${name}.`)
}

function usageOf(command: Command): string {
  const operands = (command.operands ?? []).map(({ name, isRequired }) =>
    isRequired ? `<${name}>` : `[${name}]`,
  )
  return ['[options]', ...operands].join(' ')
}

function helpTail(command: Command): string {
  const operands = (command.operands ?? []).map(
    ({ name, meaning }) => `  ${name.padEnd(12)} ${meaning}`,
  )
  const examples = command.examples.map(([line, meaning]) => `  $ ${line}\n      ${meaning}`)
  return [
    ...(operands.length > 0 ? ['', 'Operands:', ...operands] : []),
    ...(examples.length > 0 ? ['', 'Examples:', ...examples] : []),
  ].join('\n')
}

function toOption(name: string, schema: z.ZodType): Option {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  const value = z.globalRegistry.get(schema)?.['value'] ?? 'value'
  const meaning = schema.description ?? ''
  return isBoolean(schema)
    ? new Option(flag, meaning)
    : // Optional here, so that a forgotten value is reported with all other problems.
      new Option(`${flag} [${String(value)}]`, meaning + describeDefault(schema))
}

function describeDefault(schema: z.ZodType): string {
  const unset = schema.safeParse(undefined)
  return unset.success && unset.data !== undefined ? ` (default: ${String(unset.data)})` : ''
}

function isBoolean(schema: z.ZodType): boolean {
  return schema.safeParse(true).success && !schema.safeParse('true').success
}

function checkInput(command: Command, flags: Record<string, unknown>, words: readonly string[]) {
  const parsed = command.flags.safeParse(flags)
  const unknown = words.filter((word) => word.startsWith('-') && word !== '-')
  const operands = words.filter((word) => !unknown.includes(word))
  const expected = command.operands ?? []
  const missing = expected.slice(operands.length).filter(({ isRequired }) => isRequired)
  const problems = [
    ...unknown.map((word) => `${word}: no such option; ${knownOptions(command)}`),
    ...operands.slice(expected.length).map((word) => `${word}: an operand that is not expected`),
    ...missing.map(({ name, meaning }) => `<${name}>: missing; expected ${meaning}`),
    ...(parsed.error?.issues.map((issue) => describeIssue(issue, flags)) ?? []),
  ]
  return { flags: parsed.data ?? {}, operands, problems }
}

function knownOptions(command: Command): string {
  const names = Object.keys(command.flags.shape)
  if (names.length === 0) return 'the command takes none'
  return `expected ${names.map((name) => toOption(name, z.boolean()).long ?? name).join(', ')}`
}

function describeIssue(issue: z.core.$ZodIssue, flags: Record<string, unknown>): string {
  const name = String(issue.path[0])
  const came = flags[name]
  const shown = came === true ? 'no value' : JSON.stringify(came)
  return `${toOption(name, z.boolean()).long ?? name}: ${issue.message}; got ${shown}`
}

function wrongUsage(name: string, problems: readonly string[]): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message:
      problems.length === 1
        ? (problems[0] ?? '')
        : `${problems.length} problems:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    action: `Run \`tally ${name} --help\` for what is expected.`,
  })
}

/** Commander throws for `--help` and for an unknown command, after it has printed what to say. */
function statusOfCommander(error: unknown): number {
  if (!(error instanceof CommanderError)) throw error
  return error.exitCode === 0 || error.code === 'commander.help' ? 0 : 2
}
