import { type z } from 'zod'
import { type Settings } from '../runtime/settings.ts'
import { type Terminal } from '../runtime/terminal.ts'

/** What every command is handed beside its own flags. */
export interface CommandContext {
  readonly settings: Settings
  readonly terminal: Terminal
  /** Aborted by SIGINT and SIGTERM; a command then finishes its step and returns. */
  readonly signal: AbortSignal
}

/**
 * One subcommand of `tally`, as the list of them has it. What it takes and does is loaded when
 * somebody asks for it, so that no command pays for what the others import.
 */
export interface ListedCommand {
  /** The words after `tally`: `setup`, `stack start`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  readonly load: () => Promise<CommandDefinition>
}

/**
 * What a command takes and does, as data: help, checks and the reference page are made from it.
 *
 * Flags are a zod object whose keys are the camelCase names: `kafkaPort` is given as
 * `--kafka-port`. A boolean flag takes no value; every other flag's value arrives as a text that is
 * not blank, so use `z.coerce` for numbers. `.describe()` is the help text and
 * `.meta({ value: 'seconds' })` the name of the value in it.
 */
export interface CommandDefinition<
  Flags extends z.ZodObject = z.ZodObject,
  Operands extends readonly Operand[] = readonly Operand[],
> {
  readonly flags: Flags
  readonly operands?: Operands
  /** Shell line and what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  /** Returns the exit status: 0 done, 1 failed. Throws PipelineError for what it cannot do. */
  readonly run: (
    input: { readonly flags: z.output<Flags>; readonly operands: readonly string[] },
    context: CommandContext,
  ) => Promise<number>
}

/** A command with all that is known of it. */
export type Command = ListedCommand & CommandDefinition

/** Loads what a listed command takes and does. */
export async function loadCommand(listed: ListedCommand): Promise<Command> {
  return { ...listed, ...(await listed.load()) }
}

/** A positional argument. */
export interface Operand {
  readonly name: string
  readonly meaning: string
  readonly isRequired: boolean
}

/** Gives a command its exact flag types and hides them from the list of all commands. */
export function defineCommand<Flags extends z.ZodObject>(
  command: CommandDefinition<Flags>,
): CommandDefinition {
  return command
}
